import "server-only";
import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import { documentVectors, knowledgeDocuments } from "@/drizzle/schema";
import type { Db } from "@/lib/core/db";

/** Where to search: one project, and if given only these documents of it. */
export type Scope = { projectId: string; documentIds?: string[] | undefined };
/** A stem as PostgreSQL makes it, and the number of passages that hold it. */
export type QueryTerm = { lexeme: string; frequency: number; isQuestionWord: boolean };
export type Candidate = { id: string; documentId: string; chunkIndex: number; termCount: number; counts: Record<string, number> };

/** More different words than this make a search slow and no better. */
const mostTerms = 48;

/**
 * The different stems of a question, without stop words, each with the number of passages that hold it; and how many
 * passages there are and how long they are on average. Stems of `questionWords` are marked.
 */
export async function readQueryTerms(db: Db, scope: Scope, query: string, questionWords: string): Promise<{ terms: QueryTerm[]; passages: number; averageLength: number }> {
  const [row] = await db.execute<{ terms: QueryTerm[] | null; passages: number; average: number | null }>(sql`
    with term as materialized (
      select t.lexeme, t.lexeme = any(tsvector_to_array(to_tsvector('english', ${questionWords}))) as is_question_word
      from unnest(to_tsvector('english', ${query})) as t order by t.positions limit ${mostTerms}
    ), counted as (
      select term.*, (select count(*)::int from ${documentVectors} where ${within(scope)} and ${documentVectors.search} @@ ${tsqueryOf(sql`term.lexeme`)}) as frequency
      from term
    )
    select
      (select json_agg(json_build_object('lexeme', lexeme, 'frequency', frequency, 'isQuestionWord', is_question_word)) from counted where frequency > 0) as terms,
      total.passages, total.average
    from (select count(*)::int as passages, avg(${documentVectors.termCount})::float8 as average from ${documentVectors} where ${within(scope)}) as total`);
  return { terms: row?.terms ?? [], passages: row?.passages ?? 0, averageLength: row?.average ?? 1 };
}

/**
 * Passages that hold one of `anyOf`, and if given one of `andAnyOf` too, in documents that are ready, with the number
 * of times that each of `terms` stands in them. At most `limit`, found through the index and not ranked.
 */
export async function listCandidates(db: Db, scope: Scope, find: { anyOf: string[]; andAnyOf?: string[]; terms: string[]; limit: number }): Promise<Candidate[]> {
  const wanted = [find.anyOf, find.andAnyOf ?? []].filter((lexemes) => lexemes.length > 0).map((lexemes) => `(${lexemes.map(quoteLexeme).join(" | ")})`);
  const rows = await db.execute<{ id: string; document_id: string; chunk_index: number; term_count: number; counts: Record<string, number> }>(sql`
    with found as materialized (
      select ${documentVectors.id}, ${documentVectors.documentId}, ${documentVectors.chunkIndex}, ${documentVectors.termCount}, ${documentVectors.search}
      from ${documentVectors} join ${knowledgeDocuments} on ${knowledgeDocuments.id} = ${documentVectors.documentId} and ${knowledgeDocuments.status} = 'ready'
      where ${within(scope)} and ${documentVectors.search} @@ ${wanted.join(" & ")}::tsquery
      limit ${find.limit}
    )
    select found.id, found.document_id, found.chunk_index, found.term_count,
      (select json_object_agg(t.lexeme, cardinality(t.positions)) from unnest(found.search) as t where t.lexeme = any(array(select jsonb_array_elements_text(${JSON.stringify(find.terms)}::text::jsonb)))) as counts
    from found`);
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

const within = ({ projectId, documentIds }: Scope): SQL =>
  documentIds === undefined
    ? sql`${documentVectors.projectId} = ${projectId}`
    : sql`${documentVectors.projectId} = ${projectId} and ${documentVectors.documentId} = any(array(select jsonb_array_elements_text(${JSON.stringify(documentIds)}::text::jsonb)::uuid))`;

/** A stem is taken as it is: parsing it again would stem it again. */
const quoteLexeme = (lexeme: string): string => `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
const tsqueryOf = (lexeme: SQL): SQL => sql`('''' || replace(replace(${lexeme}, '\\', '\\\\'), '''', '''''') || '''')::tsquery`;
