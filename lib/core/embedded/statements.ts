/** What a query means to the gateway beyond being executed. */
export type QueryTraits = {
  /** LISTEN and UNLISTEN, in order; `channel` null is `UNLISTEN *`. */
  listening: { action: "listen" | "unlisten"; channel: string | null }[];
  /** Where `COPY … FROM STDIN` stands among the statements; "only" is what the gateway can serve. */
  copyFromStdin: "none" | "only" | "among-others";
  /** It changes settings of the session, which all connections share. */
  setsSession: boolean;
  /** It makes a temporary table, which all connections share. */
  makesTemporary: boolean;
};

/**
 * Run instead of a COPY FROM STDIN that can't be served: without its data at hand, the backend would take it as the
 * end of its client. It fails where the COPY would have.
 */
export const REFUSED_COPY = `do $$ begin raise exception 'COPY FROM STDIN must be the only statement of a simple query on the embedded database' using errcode = '0A000'; end $$`;

const PLAIN: QueryTraits = { listening: [], copyFromStdin: "none", setsSession: false, makesTemporary: false };

/** Only these words can make a query more than plain; nearly all queries leave here, without being read closely. */
const SUSPECT = /\b(?:listen|unlisten|stdin|set|set_config|temp|temporary|discard)\b/i;

const IDENTIFIER = String.raw`("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const LISTEN = new RegExp(String.raw`^listen\s+${IDENTIFIER}\s*$`, "iu");
const UNLISTEN = new RegExp(String.raw`^unlisten\s+(?:${IDENTIFIER}|\*)\s*$`, "iu");
const COPY = /^copy\b[^]*\bfrom\s+stdin\b/i;
const SET = /^(?:set\s+(?!local\b|transaction\b|constraints\b))|\bset_config\s*\(/i;
const TEMPORARY = /\b(?:create|into)\s+(?:(?:global|local)\s+)?temp(?:orary)?\b/i;

/** What makes a statement special stands near its beginning, apart from what a COPY or SELECT INTO names. */
const LOOK_BYTES = 100_000;

/** PostgreSQL cuts names at 63 bytes. */
const NAME_BYTES = 63;

/** Reads a query's text as closely as the gateway needs to. */
export function queryTraits(sql: string): QueryTraits {
  if (!SUSPECT.test(sql)) return PLAIN;
  const parts = splitStatements(sql);
  const copies = parts.filter((part) => COPY.test(part)).length;
  return {
    listening: parts.flatMap(listeningOf),
    copyFromStdin: copies === 0 ? "none" : parts.length === 1 ? "only" : "among-others",
    setsSession: parts.some((part) => SET.test(part)),
    makesTemporary: parts.some((part) => TEMPORARY.test(part)),
  };
}

/** A channel's name as an SQL identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function listeningOf(statement: string): QueryTraits["listening"] {
  const listen = LISTEN.exec(statement);
  if (listen) return [{ action: "listen", channel: channelName(listen[1] ?? "") }];
  const unlisten = UNLISTEN.exec(statement);
  if (unlisten) return [{ action: "unlisten", channel: unlisten[1] === undefined ? null : channelName(unlisten[1]) }];
  return /^discard\s+all$/i.test(statement) ? [{ action: "unlisten", channel: null }] : [];
}

function channelName(identifier: string): string {
  const name = identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier.toLowerCase();
  if (Buffer.byteLength(name) <= NAME_BYTES) return name;
  let cut = name;
  while (Buffer.byteLength(cut) > NAME_BYTES) cut = [...cut].slice(0, -1).join("");
  return cut;
}

/**
 * The statements of a query without their comments, the contents of string constants left out. It takes a token
 * at a time and never goes back, so its work grows with the length of the text alone.
 */
function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let current = "";
  for (let at = 0; at < sql.length; ) {
    const rest = tokenEnd(sql, at);
    const token = sql.slice(at, rest.end);
    if (rest.kind === "separator") {
      statements.push(current.trim());
      current = "";
    } else if (rest.kind === "comment") current += " ";
    else if (rest.kind === "string") current += "''";
    else if (current.length < LOOK_BYTES) current += token;
    at = rest.end;
  }
  statements.push(current.trim());
  return statements.filter((statement) => statement !== "");
}

type Token = { kind: "text" | "string" | "comment" | "separator"; end: number };

/** Runs are bounded, because an expression keeps a place to return to for each character it has taken. */
const PLAIN_RUN = /[^;'"$\-/\p{L}_]{1,1000}/uy;
const WORD = /[\p{L}_][\p{L}\p{N}_$]{0,1000}/uy;
const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]{0,100})?\$/uy;

function tokenEnd(sql: string, at: number): Token {
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(sql) ? pattern.lastIndex : -1;
  };
  const first = sql[at];
  if (first === ";") return { kind: "separator", end: at + 1 };
  if (first === "'") return { kind: "string", end: quoteEnd(sql, at, "'") };
  if (first === '"') return { kind: "text", end: quoteEnd(sql, at, '"') };
  if ((first === "e" || first === "E") && sql[at + 1] === "'") return { kind: "string", end: escapeStringEnd(sql, at + 1) };
  if (sql.startsWith("--", at)) return { kind: "comment", end: indexOrEnd(sql, "\n", at) };
  if (sql.startsWith("/*", at)) return { kind: "comment", end: blockCommentEnd(sql, at) };
  const word = match(WORD);
  if (word !== -1) return { kind: "text", end: word };
  const dollar = match(DOLLAR);
  if (dollar !== -1) {
    const tag = sql.slice(at, dollar);
    const close = sql.indexOf(tag, dollar);
    return { kind: "string", end: close === -1 ? sql.length : close + tag.length };
  }
  const run = match(PLAIN_RUN);
  return { kind: "text", end: run === -1 ? at + 1 : run };
}

/** A doubled quote inside the quotes is a quote. */
function quoteEnd(sql: string, at: number, quote: string): number {
  for (let from = at + 1; ; from += 2) {
    from = sql.indexOf(quote, from);
    if (from === -1) return sql.length;
    if (sql[from + 1] !== quote) return from + 1;
  }
}

/** In E'…' a backslash also takes the meaning of what follows it. */
function escapeStringEnd(sql: string, at: number): number {
  for (let i = at + 1; i < sql.length; i++) {
    if (sql[i] === "\\") i++;
    else if (sql[i] === "'") {
      if (sql[i + 1] !== "'") return i + 1;
      i++;
    }
  }
  return sql.length;
}

function indexOrEnd(sql: string, text: string, from: number): number {
  const found = sql.indexOf(text, from);
  return found === -1 ? sql.length : found;
}

/** Block comments nest in PostgreSQL. */
function blockCommentEnd(sql: string, at: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = at;
  let depth = 0;
  for (let found = edge.exec(sql); found; found = edge.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return sql.length;
}
