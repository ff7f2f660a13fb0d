import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, encodeCursor } from "@/lib/core/cursor";
import { db } from "@/lib/core/db";
import { plainText } from "@/lib/core/plain-text";
import type { MessageHit, SearchMessagesQuery } from "./schemas";
import { findByTexts, findByWords, listHits, markMatches, type Moment, type WordQuery } from "./search-queries";
import { snippetOf, type Range } from "./snippet";

/** So many of the newest matches are ranked against each other; then the next so many. */
const blockSize = 400;
/** Where no index helps, the texts of this many of the newest messages are looked through. */
const mostLookedThrough = 20_000;

/** Languages that are written without spaces, or with endings upon their words: a part of a word is looked for. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const ways = ["words", "prefixes", "texts"] as const;
type Way = (typeof ways)[number];
/** The way, the moment from which the block goes back, and the last hit that was shown of it, if one was. */
const cursorShape = z.tuple([z.enum(ways), momentInput, z.guid(), z.tuple([z.number().int(), momentInput, z.guid()]).nullable()]);
type Place = z.output<typeof cursorShape>;
type Found = { id: string; createdAt: string; rank: number };
type Query = { way: Way; words: WordQuery | null; texts: string[] };

/**
 * Messages of the project that fit a query, the best of the newest first. A page ends where a block of matches does,
 * and a message that comes meanwhile is in no later page, so paging shows each match once.
 */
export async function searchMessages(by: Granted<"chat.read">, { q, limit, cursor, ...narrow }: SearchMessagesQuery): Promise<{ items: MessageHit[]; nextCursor: string | null }> {
  const place = cursor ? decodeCursor(cursorShape, cursor) : null;
  const filters = { projectId: by.projectId, ...narrow };
  for (const way of waysOf(q)) {
    if (place && place[0] !== way) continue;
    const query = queryOf(q, way);
    if (!query) continue;
    const found = await findBlock(filters, query, place);
    if (found.length === 0) continue;
    const next = found.length > blockSize ? found.pop() : undefined;
    const ranked = found.toSorted(byRank);
    const rest = place?.[3] ? ranked.filter((one) => byRank(one, asFound(place[3])) > 0) : ranked;
    const page = rest.slice(0, limit);
    return { items: await present(filters.projectId, page.map(({ id }) => id), query), nextCursor: cursorAfter(way, found, page, rest.length > limit, next) };
  }
  return { items: [], nextCursor: null };
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

function findBlock(filters: Parameters<typeof findByWords>[1], query: Query, place: Place | null): Promise<Found[]> {
  const from: Moment | null = place && [place[1], place[2]];
  return query.words ? findByWords(db(), filters, query.words, from, blockSize + 1) : findByTexts(db(), filters, query.texts, from, blockSize + 1, mostLookedThrough);
}

/** Best first, then newest. */
const byRank = (a: Found, b: Found): number => b.rank - a.rank || compare(b.createdAt, a.createdAt) || compare(b.id, a.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const asFound = (shown: Place[3]): Found => ({ rank: shown?.[0] ?? 0, createdAt: shown?.[1] ?? "", id: shown?.[2] ?? "" });

function cursorAfter(way: Way, block: Found[], page: Found[], hasMore: boolean, next: Found | undefined): string | null {
  const [newest, last] = [block[0], page.at(-1)];
  if (hasMore && newest && last) return encodeCursor([way, newest.createdAt, newest.id, [last.rank, last.createdAt, last.id]]);
  return next ? encodeCursor([way, next.createdAt, next.id, null]) : null;
}

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
