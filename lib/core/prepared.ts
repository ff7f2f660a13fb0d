import "server-only";
import type { Sql, TransactionSql } from "postgres";

type Options = { prepare?: boolean };

/** Statements that a connection keeps, at most. Those that come later (lists of ever new lengths) are sent whole each time. */
const mostKept = 500;

/**
 * Keeps a connection to one statement at a time. The driver (3.4.9) asks this before it sends the next one behind a
 * prepared one: it would choose a busy connection while others are about to be free, and a transaction that begins
 * behind a hundred statements fails as UNSAFE_TRANSACTION.
 */
const oneAtATime = { onexecute: (): boolean => false };

/**
 * The client as drizzle uses it, with its statements prepared: drizzle names none, and the driver then asks the server
 * to describe each one before it runs it, which is a second round trip and a second parse for every statement. What
 * is to be prepared by its caller's word is left alone.
 */
export function withPreparedStatements(sql: Sql): Sql {
  const kept = new Set<string>();
  const isKept = (text: string): boolean => {
    if (kept.size < mostKept) kept.add(text);
    return kept.has(text);
  };
  // A transaction's client is a function with the same methods.
  const wrap = <Client extends Sql | TransactionSql>(client: Client): Client =>
    new Proxy(client, {
      get(target, property) {
        if (property === "unsafe") return (text: string, values: never[], options?: Options) => target.unsafe(text, values, options?.prepare ? options : { prepare: isKept(text), ...oneAtATime });
        if (property === "begin" && "begin" in target) return (work: (tx: TransactionSql) => unknown) => target.begin((tx) => work(wrap(tx)));
        if (property === "savepoint" && "savepoint" in target) return (work: (tx: TransactionSql) => unknown) => target.savepoint((tx) => work(wrap(tx)));
        return Reflect.get(target, property);
      },
    });
  return wrap(sql);
}
