import { sql, type SQL } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, real, text, uniqueIndex, uuid, varchar, vector } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { chatSessions } from "./chat";
import { id, moment, tsvector } from "./columns";
import { projects } from "./projects";

/**
 * `file_path` is the content address of the stored file; `content` waits until the text is extracted. A document of
 * the scope `conversation` came with a message: only answers of that conversation read it, and lists leave it out.
 */
export const knowledgeDocuments = pgTable(
  "knowledge_documents",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    title: varchar({ length: 255 }).notNull(),
    content: text(),
    documentType: varchar("document_type", { length: 50 }).notNull(),
    filePath: varchar("file_path", { length: 255 }),
    fileSize: integer("file_size").notNull().default(0),
    mediaType: varchar("media_type", { length: 127 }).notNull(),
    tags: jsonb().$type<string[]>().notNull().default([]),
    scope: varchar({ length: 16, enum: ["project", "conversation"] }).notNull().default("project"),
    sessionId: uuid("session_id").references(() => chatSessions.id, { onDelete: "cascade" }),
    status: varchar({ length: 16, enum: ["queued", "processing", "ready", "failed"] }).notNull().default("queued"),
    progress: real().notNull().default(0),
    problem: varchar({ length: 64 }),
    pageCount: integer("page_count"),
    chunkCount: integer("chunk_count"),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    updatedAt: moment("updated_at").notNull().default(sql`now()`),
  },
  (table) => [index("knowledge_documents_project").on(table.projectId, table.createdAt.desc(), table.id.desc())],
);

/** The extracted text, kept by page, so that a citation can open the page it came from. */
export const documentPages = pgTable(
  "document_pages",
  {
    documentId: uuid("document_id").notNull().references(() => knowledgeDocuments.id, { onDelete: "cascade" }),
    page: integer().notNull(),
    content: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.documentId, table.page] })],
);

/** A passage: its text, where it stands (page, and character offsets within that page), and how it is found. */
export const documentVectors = pgTable(
  "document_vectors",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    documentId: uuid("document_id").notNull().references(() => knowledgeDocuments.id, { onDelete: "cascade" }),
    chunkIndex: integer("chunk_index").notNull(),
    contentChunk: text("content_chunk").notNull(),
    heading: text(),
    page: integer().notNull(),
    startOffset: integer("start_offset").notNull(),
    endOffset: integer("end_offset").notNull(),
    embedding: vector({ dimensions: 1536 }),
    embeddingModel: varchar("embedding_model", { length: 127 }),
    search: tsvector().generatedAlwaysAs((): SQL => sql`to_tsvector('english', coalesce(heading, '') || ' ' || content_chunk)`),
    /** Number of terms in the passage, which BM25 needs and which would be slow to count again for each search. */
    termCount: integer("term_count").notNull(),
  },
  (table) => [
    uniqueIndex("document_vectors_chunk").on(table.documentId, table.chunkIndex),
    index("document_vectors_project").on(table.projectId),
    index("document_vectors_search").using("gin", table.search),
  ],
);
