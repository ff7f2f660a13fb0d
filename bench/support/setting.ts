import type * as Factories from "../../drizzle/testing/factories";
import type { ModelServer } from "../../e2e/model-server/model-server";
import type { Started } from "./servers";

/** What every measurement is given: the running application, the model behind it, and makers of people and projects. */
export type Setting = { application: Started; model: ModelServer; factories: typeof Factories };
