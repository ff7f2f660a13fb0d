import type { Role } from "@/lib/access/permissions";
import type { Collaborator, NewInvitation } from "@/lib/collaboration/schemas";
import type { ActionResult } from "@/lib/http/action";

type InProject<More = unknown> = { projectId: string } & More;

/** The server actions that the page hands to its parts. */
export type MemberActions = {
  invite: (input: { params: InProject; body: { email: string; role: Role } }) => Promise<ActionResult<NewInvitation>>;
  changeRole: (input: { params: InProject<{ userId: string }>; body: { role: Role } }) => Promise<ActionResult<Collaborator>>;
  remove: (input: { params: InProject<{ userId: string }> }) => Promise<ActionResult<null>>;
  resend: (input: { params: InProject<{ invitationId: string }> }) => Promise<ActionResult<NewInvitation>>;
  revoke: (input: { params: InProject<{ invitationId: string }> }) => Promise<ActionResult<null>>;
};
