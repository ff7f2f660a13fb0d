/** Where the servers of the journeys listen. */
export const addresses = {
  model: "http://localhost:3110",
  builtIn: "http://localhost:3111",
  modelServer: "http://127.0.0.1:4110",
} as const;
