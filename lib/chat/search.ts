import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, encodeCursor } from "@/lib/core/cursor";
import { db } from "@/lib/core/db";
import { plainText } from "@/lib/markdown/plain-text";
import type { MessageHit, SearchMessagesQuery } from "./schemas";
import { findByTexts, findByWords, listHits, markMatches, type Moment, type SearchFilters, type WordQuery } from "./search-queries";
import { snippetOf, type Range } from "./snippet";

/** So many of the newest candidates are ranked against each other; then the next so many. */
const blockSize = 200;
/** So many blocks are looked through for a row of words that occur, but not in a row. */
const mostBlocks = 20;
/** Where no index helps, the texts of this many of the newest messages are looked through. */
const mostLookedThrough = 20_000;

/** Languages that are written without spaces, or with endings upon their words: a part of a word is looked for. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const ways = ["words", "prefixes", "texts"] as const;
type Way = (typeof ways)[number];
/** A hit's rank, moment and id. */
const position = z.tuple([z.number().int(), momentInput, z.guid()]);
type Position = z.output<typeof position>;
/** The way, the moment from which the block goes back, and the last hit that was shown of it, if one was. */
const cursorShape = z.tuple([z.enum(ways), momentInput, z.guid(), position.nullable()]);
type Place = z.output<typeof cursorShape>;
type Query = { way: Way; words: WordQuery | null; texts: string[] };
type Page = { items: MessageHit[]; nextCursor: string | null };

/**
 * Messages of the project that fit a query, the best of the newest first. A page ends where a block of candidates does,
 * and a message that comes meanwhile is in no later page, so paging shows each match once.
 */
export async function searchMessages(by: Granted<"chat.read">, { q, limit, cursor, ...narrow }: SearchMessagesQuery): Promise<Page> {
  const place = cursor ? decodeCursor(cursorShape, cursor) : null;
  const filters = { projectId: by.projectId, ...narrow };
  for (const way of waysOf(q)) {
    const query = !place || place[0] === way ? queryOf(q, way) : null;
    const page = query && (await searchInOneWay(filters, query, place, limit));
    if (page) return page;
  }
  return { items: [], nextCursor: null };
}

/** A page of the first block in which something is found; null when nothing is. */
async function searchInOneWay(filters: SearchFilters, query: Query, place: Place | null, limit: number): Promise<Page | null> {
  let from: Moment | null = place && [place[1], place[2]];
  let shown = place?.[3] ?? null;
  for (let count = 0; count < mostBlocks; count += 1) {
    const block = query.words
      ? await findByWords(db(), filters, query.words, from, blockSize + 1)
      : await findByTexts(db(), filters, query.texts, from, blockSize + 1, mostLookedThrough);
    const next = block.length > blockSize ? block.pop() : undefined;
    const ranked = block.filter(({ fits }) => fits).map(({ rank, createdAt, id }): Position => [rank, createdAt, id]).toSorted(byRank);
    const last = shown;
    const rest = last ? ranked.filter((one) => byRank(one, last) > 0) : ranked;
    const page = rest.slice(0, limit);
    const [newest, end] = [block[0], page.at(-1)];
    if (newest && end) {
      const cursor = rest.length > limit ? [query.way, newest.createdAt, newest.id, end] : next ? [query.way, next.createdAt, next.id, null] : null;
      return { items: await present(filters.projectId, page.map(([, , id]) => id), query), nextCursor: cursor && encodeCursor(cursor) };
    }
    if (!next) return null;
    from = [next.createdAt, next.id];
    shown = null;
  }
  return null;
}

/** None for a query that only says what to leave out: it would match nearly everything. */
const waysOf = (q: string): Way[] => (textsOf(q).length === 0 ? [] : unspaced.test(q) ? ["texts"] : [...ways]);

/** What a query asks for in one of the ways; null when nothing of it can be asked so. */
function queryOf(q: string, way: Way): Query | null {
  const texts = textsOf(q);
  if (way === "words") return { way, words: { kind: "words", text: q }, texts };
  if (way === "texts") return { way, words: null, texts };
  const words = texts.flatMap((text) => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
  return words.length > 0 ? { way, words: { kind: "prefixes", words }, texts } : null;
}

/** The words and quoted parts of a query that must occur. */
const textsOf = (q: string): string[] =>
  [...q.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)].flatMap(([, minus, quoted, word]) => {
    const text = (quoted ?? word ?? "").replaceAll('"', "").trim();
    return minus || text === "" || (quoted === undefined && text.toLowerCase() === "or") ? [] : [text];
  });

/** Best first, then newest. */
const byRank = (a: Position, b: Position): number => b[0] - a[0] || compare(b[1], a[1]) || compare(b[2], a[2]);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Characters that no plain text holds (see `plainText`), around what matches. */
const [open, close] = ["\u0001", "\u0002"];

/** The messages as they are shown, in the order of their ids. One that was removed meanwhile is left out. */
async function present(projectId: string, ids: string[], query: Query): Promise<MessageHit[]> {
  if (ids.length === 0) return [];
  const rows = new Map((await listHits(db(), projectId, ids)).map((row) => [row.messageId, row]));
  const hits = ids.flatMap((id) => rows.get(id) ?? []);
  const texts = hits.map(({ content }) => plainText(content));
  const marked = query.words ? await markMatches(db(), texts, query.words, open, close) : [];
  return hits.map(({ content: _, ...hit }, index) => {
    const text = texts[index] ?? "";
    const ranges = rangesIn(text, marked[index]);
    return { ...hit, ...snippetOf(text, ranges.length > 0 ? ranges : literalRanges(text, query.texts)) };
  });
}

/** Where a marked copy of a text has its marks; none if it differs otherwise. */
function rangesIn(text: string, marked: string | undefined): Range[] {
  if (marked === undefined) return [];
  const ranges: Range[] = [];
  let length = 0;
  let plain = "";
  for (const [index, part] of marked.split(/[\u0001\u0002]/).entries()) {
    if (index % 2 === 1) ranges.push([length, length + part.length]);
    length += part.length;
    plain += part;
  }
  return plain === text ? ranges : [];
}

/** Where the texts themselves occur, in either case. */
function literalRanges(text: string, texts: string[]): Range[] {
  // Longer ones first, so that one within another doesn't take its place.
  const pattern = texts.toSorted((a, b) => b.length - a.length).map((one) => one.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
  return [...text.matchAll(new RegExp(pattern, "giu"))].map((match): Range => [match.index, match.index + match[0].length]);
}
