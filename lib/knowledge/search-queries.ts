import "server-only";
import { and, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import { documentVectors, knowledgeDocuments } from "@/drizzle/schema";
import type { Db } from "@/lib/core/db";

/** Where to search: one project, and if given only these documents of it. With a conversation also what came with it. */
export type Scope = { projectId: string; documentIds?: string[] | undefined; sessionId?: string | undefined };
/** A stem as PostgreSQL makes it. */
export type Lexeme = { lexeme: string; isQuestionWord: boolean };
export type Candidate = { id: string; documentId: string; chunkIndex: number; termCount: number; counts: Record<string, number> };

/** More different words than this make a search slow and no better. */
const mostTerms = 48;

/** The different stems of a question, without stop words. Stems of `questionWords` are marked. */
export async function readLexemes(db: Db, query: string, questionWords: string): Promise<Lexeme[]> {
  const rows = await db.execute<{ lexeme: string; marked: boolean }>(sql`
    select t.lexeme, t.lexeme = any(tsvector_to_array(to_tsvector('english', ${questionWords}))) as marked
    from unnest(to_tsvector('english', ${query})) as t order by t.positions limit ${mostTerms}`);
  return rows.map((row) => ({ lexeme: row.lexeme, isQuestionWord: row.marked }));
}

/** How many passages hold each stem. */
export async function countPassagesWith(db: Db, scope: Scope, lexemes: string[]): Promise<Map<string, number>> {
  if (lexemes.length === 0) return new Map();
  const rows = await db.execute<{ lexeme: string; frequency: number }>(sql`
    select term.lexeme, (select count(*)::int from ${documentVectors} where ${within(scope)} and ${documentVectors.search} @@ term.query) as frequency
    from (values ${sql.join(lexemes.map((lexeme) => sql`(${lexeme}::text, ${quoteLexeme(lexeme)}::tsquery)`), sql`, `)}) as term(lexeme, query)`);
  return new Map(rows.map((row) => [row.lexeme, row.frequency]));
}

/** How many passages there are, and how many terms they have on average. */
export async function measurePassages(db: Db, scope: Scope): Promise<{ passages: number; averageLength: number }> {
  const [row] = await db.execute<{ passages: number; average: number | null }>(
    sql`select count(*)::int as passages, avg(${documentVectors.termCount})::float8 as average from ${documentVectors} where ${within(scope)}`,
  );
  return { passages: row?.passages ?? 0, averageLength: row?.average ?? 1 };
}

/**
 * Passages that hold one of `anyOf`, and if given one of `andAnyOf` too, in documents that are ready. At most `limit`,
 * found through the index and not ranked.
 */
export async function findPassages(db: Db, scope: Scope, find: { anyOf: string[]; andAnyOf?: string[]; limit: number }): Promise<string[]> {
  const wanted = [find.anyOf, find.andAnyOf ?? []].filter((lexemes) => lexemes.length > 0).map((lexemes) => `(${lexemes.map(quoteLexeme).join(" | ")})`);
  const rows = await db
    .select({ id: documentVectors.id })
    .from(documentVectors)
    .innerJoin(knowledgeDocuments, and(eq(knowledgeDocuments.id, documentVectors.documentId), eq(knowledgeDocuments.status, "ready"), isSearched(scope)))
    .where(and(within(scope), sql`${documentVectors.search} @@ ${wanted.join(" & ")}::tsquery`))
    .limit(find.limit);
  return rows.map((row) => row.id);
}

/** How often each of `lexemes` stands in each of these passages, and how long they are. */
export async function countTerms(db: Db, projectId: string, ids: string[], lexemes: string[]): Promise<Candidate[]> {
  const rows = await db.execute<{ id: string; document_id: string; chunk_index: number; term_count: number; counts: Record<string, number> }>(sql`
    select found.id, found.document_id, found.chunk_index, found.term_count,
      (select json_object_agg(t.lexeme, cardinality(t.positions)) from unnest(found.search) as t where t.lexeme in ${lexemes}) as counts
    from ${documentVectors} as found where found.project_id = ${projectId} and found.id in ${ids}`);
  return rows.map((row) => ({ id: row.id, documentId: row.document_id, chunkIndex: row.chunk_index, termCount: row.term_count, counts: row.counts }));
}

/** The text of passages, in no particular order. */
export const listPassages = (db: Db, projectId: string, ids: string[]) =>
  db
    .select({
      id: documentVectors.id,
      documentId: documentVectors.documentId,
      title: knowledgeDocuments.title,
      chunkIndex: documentVectors.chunkIndex,
      page: documentVectors.page,
      start: documentVectors.startOffset,
      end: documentVectors.endOffset,
      text: documentVectors.contentChunk,
      heading: documentVectors.heading,
    })
    .from(documentVectors)
    .innerJoin(knowledgeDocuments, eq(knowledgeDocuments.id, documentVectors.documentId))
    .where(and(eq(documentVectors.projectId, projectId), inArray(documentVectors.id, ids)));

/** What came with another conversation's messages is only counted, never found. */
const isSearched = ({ sessionId }: Scope): SQL | undefined => or(eq(knowledgeDocuments.scope, "project"), sessionId === undefined ? undefined : eq(knowledgeDocuments.sessionId, sessionId));

const within = ({ projectId, documentIds }: Scope): SQL =>
  documentIds === undefined
    ? sql`${documentVectors.projectId} = ${projectId}`
    : sql`${documentVectors.projectId} = ${projectId} and ${documentVectors.documentId} = any(array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::text::jsonb)::uuid))`;

/** A stem is taken as it is: parsing it again would stem it again. */
const quoteLexeme = (lexeme: string): string => `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
