import { sql } from "../../../database";

/** Nothing but the query: no session, no permission, no schema, no log. */
export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const items = await sql.unsafe(process.env.BENCH_SQL ?? "", [process.env.BENCH_PROJECT ?? ""]);
  return Response.json({ items: items.slice(0, 50) });
}
