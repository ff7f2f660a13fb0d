import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { ActivityFilters } from "@/components/activity/activity-filters";
import { ActivityLog } from "@/components/activity/activity-log";
import { PageBody } from "@/components/shell/page-body";
import { listActivity } from "@/lib/collaboration/activity";
import { listCollaborators } from "@/lib/collaboration/members";
import { activityQuery } from "@/lib/collaboration/schemas";
import { getPosition } from "@/lib/events/position";
import { paths } from "@/lib/http/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activity"))("title") };
}

type Props = { params: Promise<{ projectId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ActivityPage({ params, searchParams }: Props) {
  const { projectId } = await params;
  const search = await searchParams;
  const by = await getPageGrant(projectId, "activity.read", paths.activity(projectId));
  const memberReader = await getPageGrant(projectId, "member.read", paths.activity(projectId));
  const asked = activityQuery.safeParse({ kind: search["kind"] || undefined, user: search["user"] || undefined, limit: 50 });
  // A mistyped filter counts as none.
  const query = asked.success ? asked.data : activityQuery.parse({ limit: 50 });
  const position = await getPosition(by);
  const [page, members] = await Promise.all([listActivity(by, query), listCollaborators(memberReader, { limit: 100 })]);
  const filters = { ...(query.kind ? { kind: query.kind } : {}), ...(query.user ? { user: query.user } : {}) };
  const t = await getTranslations("activity");
  return (
    <PageBody title={t("title")}>
      <ActivityFilters projectId={projectId} filters={filters} members={members.items.map(({ userId, name }) => ({ id: userId, name }))} />
      <ActivityLog key={JSON.stringify(filters)} projectId={projectId} position={position} filters={filters} first={page} />
    </PageBody>
  );
}
