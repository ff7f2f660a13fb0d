import { z } from "zod";
import { roles } from "@/lib/access/permissions";
import { idParam, isoTime, momentInput, pageOf, pageQuery } from "@/lib/core/common-schemas";

const invitationStatuses = ["pending", "accepted", "declined", "revoked", "expired"] as const;

export const projectIdParams = z.object({ projectId: idParam });
export const collaboratorParams = z.object({ projectId: idParam, userId: idParam });
export const invitationParams = z.object({ projectId: idParam, invitationId: idParam });

export const role = z.enum(roles);
export const inviteInput = z.object({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email("must be an email address")),
  role: role.default("editor"),
});
export const updateCollaboratorInput = z.object({ role });
export const respondInput = z.object({ token: z.string().max(200).optional() });

export const collaborator = z
  .object({ userId: z.uuid(), name: z.string(), email: z.string(), role: z.string(), status: z.literal("active"), joinedAt: isoTime })
  .meta({ id: "Collaborator" });
export type Collaborator = z.infer<typeof collaborator>;

export const invitation = z
  .object({ id: z.uuid(), email: z.string(), role: z.string(), status: z.enum(invitationStatuses), createdAt: isoTime, expiresAt: isoTime })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof invitation>;

/** The link is shown once, to the one who invites: only its hash is stored. */
export const newInvitation = invitation.extend({ acceptUrl: z.url() }).meta({ id: "NewInvitation" });
export type NewInvitation = z.infer<typeof newInvitation>;

/** What an invitation's page shows to whoever holds the link. */
export const invitationPreview = invitation
  .extend({ projectId: z.uuid(), projectName: z.string(), inviterName: z.string().nullable() })
  .meta({ id: "InvitationPreview" });
export type InvitationPreview = z.infer<typeof invitationPreview>;
export const previewParams = z.object({ invitationId: idParam });
export const previewQuery = z.object({ token: z.string().max(200).optional() });

export const collaboratorPage = pageOf(collaborator);
export const invitationPage = pageOf(invitation);

const activityEntry = z
  .object({
    id: z.uuid(),
    seq: z.number().int(),
    userId: z.uuid().nullable(),
    userName: z.string().nullable(),
    actionType: z.string(),
    actionDetails: z.record(z.string(), z.unknown()),
    createdAt: isoTime,
  })
  .meta({ id: "ActivityEntry" });
export type ActivityEntry = z.infer<typeof activityEntry>;
export const activityPage = pageOf(activityEntry);
export const activityQuery = pageQuery.extend({
  user: z.guid().optional(),
  kind: z.string().max(64).optional().meta({ description: "An event's name, or its first part (`chat`, `document`, `member`, …)." }),
  from: momentInput.optional().meta({ description: "The first moment." }),
  to: momentInput.optional().meta({ description: "The moment before which." }),
});
