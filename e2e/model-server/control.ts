import type { IncomingMessage, ServerResponse } from "node:http";
import { parseJson, readBody } from "./body.ts";
import type { Recorder } from "./recorder.ts";
import { SettingsError, parseSettings } from "./settings.ts";
import type { State } from "./state.ts";

/**
 * Answers `/control`, the way in for tests and benchmarks that run in another process:
 * - `GET /control`: the settings; `POST /control`: changes the ones in the body, gives all; 400 for a wrong one.
 * - `DELETE /control`: settings as at the start, records forgotten.
 * - `GET /control/requests?after=`, `GET /control/timings?after=`: `{ items }`, oldest first, with ids above `after`.
 */
export async function answerControl(request: IncomingMessage, response: ServerResponse, url: URL, state: State, recorder: Recorder): Promise<void> {
  const after = Number(url.searchParams.get("after") ?? 0);
  switch (`${request.method} ${url.pathname}`) {
    case "GET /control":
      return send(response, 200, state.settings);
    case "POST /control": {
      const body = parseJson((await readBody(request)).toString("utf8"));
      try {
        state.configure(parseSettings(body));
      } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
        return send(response, 400, { error: { message: error.message } });
      }
      return send(response, 200, state.settings);
    }
    case "DELETE /control":
      state.reset();
      recorder.clear();
      return send(response, 200, state.settings);
    case "GET /control/requests":
      return send(response, 200, { items: recorder.list(after) });
    case "GET /control/timings":
      return send(response, 200, { items: recorder.timings(after) });
    default:
      return send(response, 404, { error: { message: `There is no ${request.method} ${url.pathname}.` } });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
