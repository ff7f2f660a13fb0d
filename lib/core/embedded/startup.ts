import type { Input } from "./input.ts";
import { greeting, int32, message, ProtocolError } from "./protocol.ts";

const PROTOCOL_3 = 3;
const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;

/**
 * Greets a client, whatever user and database it names. False when it ended before, or came only to cancel a query,
 * which is not possible here. Throws ProtocolError for another protocol.
 */
export async function startUp(
  input: Input,
  session: { parameters: ReadonlyMap<string, string>; id: number; send: (bytes: Buffer) => Promise<void> },
): Promise<boolean> {
  for (;;) {
    const packet = input.nextStartup();
    if (!packet) {
      if (!(await input.more())) return false;
    } else if (packet.code === SSL_REQUEST || packet.code === GSS_REQUEST) {
      await session.send(Buffer.from("N"));
    } else if (packet.code === CANCEL_REQUEST) {
      return false;
    } else if (packet.code >> 16 !== PROTOCOL_3) {
      throw new ProtocolError("0A000", "unsupported frontend protocol");
    } else {
      // A newer minor version is answered with the one spoken here, and that no option of it is known.
      if ((packet.code & 0xffff) > 0) await session.send(message("v", int32(PROTOCOL_3 << 16), int32(0)));
      await session.send(greeting(session.parameters, session.id));
      return true;
    }
  }
}
