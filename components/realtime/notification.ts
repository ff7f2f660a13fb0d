/** A notification as the stream tells it; `seq` is its number among the person's notifications. */
export type NotificationNotice = { userId: string; seq: number; id: string; kind: string; projectId: string | null; details: Record<string, unknown>; createdAt: string };
