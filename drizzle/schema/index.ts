export * from "./accounts";
export * from "./chat";
export * from "./events";
export * from "./knowledge";
export * from "./platform";
export * from "./presence";
export * from "./projects";
