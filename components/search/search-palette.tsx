import { Dialog as Base } from "@base-ui/react/dialog";
import { CornerDownLeft, MessageSquare, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { usePeople } from "@/components/chat/people";
import { useShell } from "@/components/projects/rail/shell-context";
import { AuthorFilter, type Author } from "@/components/search/author-filter";
import { HitBody } from "@/components/search/hit-body";
import { matchTitles } from "@/components/search/match-titles";
import { useMessageSearch } from "@/components/search/use-message-search";
import type { Within } from "@/components/search/use-search-palette";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { isComposing } from "@/components/ui/is-composing";
import { Kbd } from "@/components/ui/kbd";
import { Spinner } from "@/components/ui/spinner";
import { useControlledOpen } from "@/components/ui/trigger-bridge";
import { backdropClass, windowClass } from "@/components/ui/window-class";
import type { ChatSession, MessageHit } from "@/lib/chat/schemas";
import { paths } from "@/lib/http/paths";

type PaletteProps = {
  projectId: string;
  /** The conversations that the rail knows, newest activity first. */
  sessions: readonly ChatSession[];
  open: boolean;
  /** The conversation that it keeps to when it opens. */
  within: Within | null;
  onOpenChange: (open: boolean) => void;
};

/** The search over the page, which comes with its first use. `use-search-palette.tsx` opens it. */
export function Palette({ open, onOpenChange, ...props }: PaletteProps) {
  const t = useTranslations("search");
  const input = useRef<HTMLInputElement>(null);
  return (
    <Base.Root open={useControlledOpen(open) ?? false} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup initialFocus={input} className={cn(windowClass, "max-w-2xl overflow-hidden max-sm:inset-x-2 max-sm:top-2 max-sm:max-h-[calc(100dvh-1rem)]")}>
          <Base.Title className="sr-only">{t("title")}</Base.Title>
          <Content {...props} input={input} close={() => onOpenChange(false)} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

type ContentProps = Pick<PaletteProps, "projectId" | "sessions" | "within"> & { input: React.RefObject<HTMLInputElement | null>; close: () => void };
/** What can be opened; `hit` is the message if it is one. */
type Choice = { key: string; href: string; body: ReactNode; hit: MessageHit | null };

function Content({ projectId, sessions, within: firstWithin, input, close }: ContentProps) {
  const t = useTranslations("search");
  const router = useRouter();
  const { conversation } = useShell();
  const id = useId();
  const [q, setQ] = useState("");
  const [within, setWithin] = useState(firstWithin);
  const [author, setAuthor] = useState<Author>({});
  const filters = { q, ...(within ? { session: within.sessionId } : {}), ...author };
  const search = useMessageSearch(projectId, filters);
  const members = usePeople(projectId);

  const isNarrowed = within !== null || author.user !== undefined || author.role !== undefined;
  const titles = isNarrowed ? [] : matchTitles(sessions, q);
  const titleChoices = titles.map((session): Choice => ({ key: session.id, href: paths.chat(projectId, session.id), hit: null, body: <TitleBody title={session.title || t("untitled")} /> }));
  const hitChoices = search.hits.map((hit): Choice => ({ key: hit.messageId, href: paths.chat(projectId, hit.sessionId, hit.messageId), hit, body: <HitBody hit={hit} /> }));
  const choices = [...titleChoices, ...hitChoices];
  const { active, setActive, list } = useActive(choices);

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      setActive((active + step + choices.length) % choices.length);
    }
    const chosen = choices[active];
    if (event.key === "Enter" && chosen) {
      event.preventDefault();
      // What is found is for the words before: the answer to these may have something else in this place.
      if (chosen.hit && search.isSearching) return;
      close();
      if (!jump(chosen)) router.push(chosen.href);
    }
    if (event.key === "Backspace" && q === "" && within) setWithin(null);
  }

  /** In the conversation that is open already, a message is gone to without its address. */
  const jump = ({ hit }: Choice): boolean => hit !== null && conversation.jumpTo(hit.sessionId, hit.messageId);

  function onClick(event: MouseEvent, choice: Choice): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    close();
    if (jump(choice)) event.preventDefault();
  }

  const draw = (choice: Choice, index: number) => (
    <Link
      key={choice.key}
      id={`${id}-${index}`}
      role="option"
      aria-selected={index === active}
      tabIndex={-1}
      prefetch={false}
      href={choice.href}
      onClick={(event) => onClick(event, choice)}
      onMouseMove={() => index !== active && setActive(index)}
      className={cn("block scroll-my-2 rounded-md px-2.5 py-2 outline-none", index === active && "bg-hover")}
    >
      {choice.body}
    </Link>
  );

  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line ps-4 pe-3">
        <span aria-hidden className="grid size-5 shrink-0 place-items-center text-faint">{search.isSearching ? <Spinner /> : <Search className="size-4" />}</span>
        {within ? (
          <button type="button" onClick={() => setWithin(null)} aria-label={`${t("within", { title: within.title })}. ${t("everywhere")}`} className="hit inline-flex h-6 max-w-[40%] shrink-0 items-center gap-1 rounded-sm bg-accent-soft px-2 text-sm font-medium text-accent-text hover:bg-selected">
            <bdi className="truncate">{t("within", { title: within.title })}</bdi>
            <X aria-hidden className="size-3.5 shrink-0" />
          </button>
        ) : null}
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={t("label")}
          aria-expanded={choices.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={choices.length > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          dir="auto"
          maxLength={200}
          placeholder={t(within ? "placeholderIn" : "placeholder")}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          className="h-13 min-w-0 flex-1 bg-transparent text-lg outline-none"
        />
        <Base.Close render={<IconButton label={t("close")} size="sm"><X /></IconButton>} />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t("results")} aria-busy={search.isSearching} className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5 empty:hidden">
        {titleChoices.length > 0 ? <Group id={`${id}-titles`} label={t(q.trim() === "" ? "recent" : "conversations")}>{titleChoices.map(draw)}</Group> : null}
        {hitChoices.length > 0 ? (
          <div className={cn("transition-opacity", search.isSearching && "opacity-60")}>
            <Group id={`${id}-messages`} label={t("messages")}>{hitChoices.map((choice, index) => draw(choice, titleChoices.length + index))}</Group>
          </div>
        ) : null}
      </div>
      <div role="status">
        {search.isAnswered && choices.length === 0 ? (
          <p className="px-4 py-8 text-center text-pretty text-subtle">{t(isNarrowed ? "none.filtered" : "none.text", { query: q.trim() })}</p>
        ) : search.error ? (
          <span className="flex flex-wrap items-center justify-center gap-3 px-4 py-6 text-danger">{search.error}<Button size="sm" onClick={search.retry}>{t("retry")}</Button></span>
        ) : search.isAnswered ? (
          <span className="sr-only">{t("found", { count: choices.length })}</span>
        ) : null}
      </div>
      <footer className="flex min-h-11 items-center gap-4 border-t border-line ps-2 pe-4 text-xs text-faint">
        <AuthorFilter author={author} members={members} onChange={setAuthor} />
        <span className="flex items-center gap-1.5 coarse:hidden"><Kbd keys="up+down" />{t("keys.move")}</span>
        <span className="flex items-center gap-1.5 coarse:hidden"><Kbd keys="enter" />{t("keys.open")}</span>
        {q.trim() === "" ? null : (
          <Link href={paths.search(projectId, filters)} onClick={close} className="ms-auto rounded-sm py-2 font-medium text-accent-text hover:underline">{t("seeAll")}</Link>
        )}
      </footer>
    </>
  );
}

/** Which choice the keyboard is on: the first, whenever there are others; and it is kept in view. */
function useActive(choices: readonly Choice[]) {
  const key = choices.map((choice) => choice.key).join();
  const [{ index, of }, set] = useState({ index: 0, of: key });
  const active = of === key ? Math.min(index, Math.max(0, choices.length - 1)) : 0;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active, key]);
  return { active, setActive: (next: number) => set({ index: next, of: key }), list };
}

function Group({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div role="group" aria-labelledby={id} className="pb-1">
      <p id={id} className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-faint">{label}</p>
      {children}
    </div>
  );
}

function TitleBody({ title }: { title: string }) {
  return (
    <span className="flex items-center gap-2.5">
      <span aria-hidden className="grid size-5.5 shrink-0 place-items-center text-faint"><MessageSquare className="size-4" /></span>
      <bdi className="min-w-0 flex-1 truncate">{title}</bdi>
      <CornerDownLeft aria-hidden className="size-3.5 shrink-0 text-faint opacity-0 in-aria-selected:opacity-100 rtl:-scale-x-100 coarse:hidden" />
    </span>
  );
}
