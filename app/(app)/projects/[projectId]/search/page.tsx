import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { SearchScreen } from "@/components/search/search-screen";
import { PageBody } from "@/components/shell/page-body";
import { searchMessagesQuery } from "@/lib/chat/schemas";
import { searchMessages } from "@/lib/chat/search";
import { getSession, listSessions } from "@/lib/chat/sessions";
import { listCollaborators } from "@/lib/collaboration/members";
import { AppError } from "@/lib/core/problems";
import { paths } from "@/lib/http/paths";

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { q } = filtersOf(await searchParams);
  const title = (await getTranslations("search"))("title");
  return { title: q ? `${q} · ${title}` : title };
}

type Props = { params: Promise<{ projectId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SearchPage({ params, searchParams }: Props) {
  const { projectId } = await params;
  const filters = filtersOf(await searchParams);
  const path = paths.search(projectId, filters);
  const by = await getPageGrant(projectId, "chat.read", path);
  const memberReader = await getPageGrant(projectId, "member.read", path);
  const asked = searchMessagesQuery.safeParse({ ...filters, limit: pageSize });
  const [page, members, sessions, chosen] = await Promise.all([
    asked.success ? searchMessages(by, asked.data) : { items: [], nextCursor: null },
    listCollaborators(memberReader, { limit: 100 }),
    listSessions(by, { limit: 100, archived: false }),
    filters.session ? findSession(by, filters.session) : null,
  ]);
  const choices = [...(chosen && !sessions.items.some(({ id }) => id === chosen.id) ? [chosen] : []), ...sessions.items];
  const t = await getTranslations("search");
  return (
    <PageBody title={t("title")}>
      <SearchScreen
        projectId={by.projectId}
        filters={filters}
        first={{ ...page, items: page.items.map((hit) => ({ ...hit, id: hit.messageId })) }}
        members={members.items.map(({ userId, name }) => ({ id: userId, name }))}
        sessions={choices.map(({ id, title }) => ({ id, title }))}
      />
    </PageBody>
  );
}

const pageSize = 30;

/** Only what a search knows; a mistyped value counts as none. */
function filtersOf(search: Record<string, string | string[] | undefined>): { q: string; session?: string; user?: string; role?: string } {
  const text = (name: string): string => (typeof search[name] === "string" ? search[name].trim() : "");
  const { session, user, role } = searchMessagesQuery.shape;
  const valid = (name: string, schema: { safeParse: (value: unknown) => { success: boolean } }) => (text(name) !== "" && schema.safeParse(text(name)).success ? { [name]: text(name) } : {});
  return { q: text("q").slice(0, 200), ...valid("session", session), ...valid("user", user), ...valid("role", role) };
}

async function findSession(by: Parameters<typeof getSession>[0], sessionId: string) {
  try {
    return await getSession(by, sessionId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}
