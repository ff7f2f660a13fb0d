"use client";

import { Search, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import type { Person } from "@/components/chat/people";
import { AuthorFilter } from "@/components/search/author-filter";
import { HitBody } from "@/components/search/hit-body";
import type { SearchFilters } from "@/components/search/use-message-search";
import { LoadMore } from "@/components/shell/load-more";
import { usePages, type Page } from "@/components/shell/use-pages";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import type { MessageHit } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";

type Hit = MessageHit & { id: string };
type SearchScreenProps = {
  projectId: string;
  filters: SearchFilters;
  first: Page<Hit>;
  members: Person[];
  sessions: { id: string; title: string }[];
};

/** All that a search finds, as its address says it, so that it can be shared and gone back to. */
export function SearchScreen({ projectId, filters, first, members, sessions }: SearchScreenProps) {
  const t = useTranslations("search");
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [text, setText] = useState(filters.q);
  /** The words of the address, and those that the field last asked for. */
  const [words, setWords] = useState({ known: filters.q, asked: filters.q });
  // Going back or a link brings other words, which the field takes. Those it asked for itself it has: more may have been typed since.
  if (!isPending && filters.q !== words.known) {
    setWords({ known: filters.q, asked: filters.q });
    if (filters.q !== words.asked) setText(filters.q);
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function go(change: Partial<SearchFilters>): void {
    clearTimeout(timer.current);
    const next = { ...filters, q: text.trim(), ...change };
    setWords(({ known }) => ({ known, asked: next.q }));
    startTransition(() => router.replace(paths.search(projectId, next), { scroll: false }));
  }

  function type(value: string): void {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go({ q: value.trim() }), 200);
  }

  const isNarrowed = Boolean(filters.session ?? filters.user ?? filters.role);
  return (
    <>
      <search className="mt-6 block">
        <Input
          type="search"
          aria-label={t("label")}
          placeholder={t("placeholder")}
          icon={isPending ? <Spinner /> : <Search />}
          value={text}
          onValueChange={type}
          maxLength={200}
          dir="auto"
          autoFocus={filters.q === ""}
          className="h-10"
        />
        <div className="mt-2 -ms-2.5 flex flex-wrap items-center gap-1">
          <AuthorFilter author={filters} members={members} onChange={({ role = "", user = "" }) => go({ role, user })} />
          <Select
            variant="quiet"
            className="max-w-64"
            aria-label={t("filters.session")}
            value={sessions.some(({ id }) => id === filters.session) ? (filters.session ?? "any") : "any"}
            onValueChange={(session) => go({ session: session === "any" ? "" : session })}
            items={[{ value: "any", label: t("filters.anySession") }, ...sessions.map(({ id, title }) => ({ value: id, label: title || t("untitled") }))]}
          />
        </div>
      </search>
      <div className={cn("transition-opacity", isPending && "opacity-60")} aria-busy={isPending}>
        {filters.q === "" ? (
          <EmptyState icon={<Search />} title={t("begin.title")} description={t("begin.text")} />
        ) : first.items.length === 0 ? (
          <EmptyState icon={<SearchX />} title={t("none.title")} description={t(isNarrowed ? "none.filtered" : "none.text", { query: filters.q })}>
            {isNarrowed ? <Button onClick={() => go({ session: "", user: "", role: "" })}>{t("filters.clear")}</Button> : null}
          </EmptyState>
        ) : (
          <Hits key={JSON.stringify(filters)} projectId={projectId} filters={filters} first={first} />
        )}
      </div>
    </>
  );
}

function Hits({ projectId, filters, first }: Pick<SearchScreenProps, "projectId" | "filters" | "first">) {
  const t = useTranslations("search");
  const pages = usePages(first, first.items[0]?.id ?? "", async (cursor) => {
    const page = await apiClient.get<Page<Omit<Hit, "id">>>(api.chatSearch(projectId, { ...filters, cursor, limit: 30 }));
    return { ...page, items: page.items.map((hit) => ({ ...hit, id: hit.messageId })) };
  });
  return (
    <>
      <ul aria-label={t("results")} className="-mx-2 mt-4 border-t border-line sm:-mx-3">
        {pages.items.map(({ id, ...hit }) => (
          <li key={id} className="border-b border-line">
            <Link href={paths.chat(projectId, hit.sessionId, hit.messageId)} prefetch={false} className="block rounded-md px-2 py-3 -outline-offset-2 hover:bg-hover sm:px-3">
              <HitBody hit={hit} lines={3} />
            </Link>
          </li>
        ))}
      </ul>
      <LoadMore {...pages} />
    </>
  );
}
