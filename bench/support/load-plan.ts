export type LoadMember = { token: string; session: number };
export type LoadPlan = {
  url: string;
  /** The bare server to which the lone events are compared. */
  bareUrl: string;
  projectId: string;
  members: LoadMember[];
  /** Conversations; in those that are `answering` one answer after the other is written. */
  sessions: { id: string; answering: boolean }[];
  messagesPerSecond: number;
  readsPerSecond: number;
  warmUpSeconds: number;
  seconds: number;
  /** Events at the end, when nothing else happens, each timed to the last member. */
  rounds: number;
};
export type LoadResult = {
  /** All in milliseconds. */
  posts: number[];
  reads: number[];
  /** Members telling how far they have read. */
  tells: number[];
  receipts: number[];
  tokenGaps: number[];
  /** From publishing to the last of all receipts, per round. */
  lastOfAll: number[];
  bareLastOfAll: number[];
  from: number;
  until: number;
  messages: number;
  answers: number;
  events: number;
  deltas: number;
  /** Events of shown conversations that came without their message, which a browser then reads. */
  bare: number;
};
