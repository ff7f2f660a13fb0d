import "server-only";
import { memoryCache } from "@/lib/core/cache";
import { cacheLifetimes } from "@/lib/core/cache-keys";
import { db } from "@/lib/core/db";
import { perProcess } from "@/lib/core/process";
import { countPassagesWith, measurePassages, type Scope } from "./search-queries";

/** Smaller numbers are counted anew each time: that is quick, and each new document changes them. */
const worthKeeping = 1_000;

type Total = { passages: number; averageLength: number };

/**
 * What ranking needs to know of the texts: how many passages hold each word, how many there are, how long on average.
 * Counting the common words is most of a search's cost (300 of 350 ms among 50,000 passages), and it is they that
 * most questions share and whose numbers hardly change: those of whole projects are kept in this process for minutes.
 */
export async function statistics(scope: Scope, lexemes: string[]): Promise<Total & { frequencies: Map<string, number> }> {
  const total = await keep(scope, "total", () => measurePassages(db(), scope), ({ passages }) => passages);
  const known = await Promise.all(lexemes.map(async (lexeme) => [lexeme, await find<number>(scope, `=${lexeme}`)] as const));
  const counted = await countPassagesWith(db(), scope, known.filter(([, frequency]) => frequency === undefined).map(([lexeme]) => lexeme));
  for (const [lexeme, frequency] of counted) await keep(scope, `=${lexeme}`, async () => frequency, (value) => value);
  return { ...total, frequencies: new Map(known.map(([lexeme, frequency]) => [lexeme, frequency ?? counted.get(lexeme) ?? 0])) };
}

/** In memory and not in Redis: a question has ten words, and asking the network for each costs more than it saves. */
const kept = () => perProcess("search-statistics", () => memoryCache(20_000));

const find = async <T>(scope: Scope, name: string): Promise<T | undefined> => (scope.documentIds ? undefined : kept().get<T>(`${scope.projectId}${name}`));

async function keep<T>(scope: Scope, name: string, read: () => Promise<T>, size: (value: T) => number): Promise<T> {
  const known = await find<T>(scope, name);
  if (known !== undefined) return known;
  const value = await read();
  if (!scope.documentIds && size(value) >= worthKeeping) await kept().set(`${scope.projectId}${name}`, value, cacheLifetimes.search);
  return value;
}
