import "server-only";
import { pageQuery } from "@/lib/core/common-schemas";
import { defineOperation } from "@/lib/http/operation";
import { listActivity } from "./activity";
import { createInvitation, listInvitations, resendInvitation, revokeInvitation } from "./invitations";
import { listCollaborators, removeCollaborator, updateCollaborator } from "./members";
import { acceptInvitation, declineInvitation, getInvitationPreview } from "./responses";
import {
  activityPage,
  activityQuery,
  collaborator,
  collaboratorPage,
  collaboratorParams,
  invitationPage,
  invitationParams,
  invitationPreview,
  inviteInput,
  newInvitation,
  previewParams,
  previewQuery,
  projectIdParams,
  respondInput,
  updateCollaboratorInput,
} from "./schemas";

export const invite = defineOperation({
  summary: "Invite someone by address",
  description: "The answer holds the link, which is shown only here. It works once, for 14 days, for whoever is given it.",
  access: "member.manage",
  params: projectIdParams,
  body: inviteInput,
  response: newInvitation,
  status: 201,
  limit: "invitation",
  showsSecret: true,
  problems: ["conflict"],
  run: ({ by, body }) => createInvitation(by, body),
});

export const listMembers = defineOperation({
  summary: "Members of a project",
  access: "member.read",
  params: projectIdParams,
  query: pageQuery,
  response: collaboratorPage,
  run: ({ by, query }) => listCollaborators(by, query),
});

export const updateMember = defineOperation({
  summary: "Change a member's role",
  access: "member.manage",
  params: collaboratorParams,
  body: updateCollaboratorInput,
  response: collaborator,
  problems: ["last-owner"],
  run: ({ by, params, body }) => updateCollaborator(by, params.userId, body.role),
});

export const removeMember = defineOperation({
  summary: "Remove a member, or leave",
  description: "Anyone may leave; to remove others needs the permission member.manage.",
  access: "member.read",
  params: collaboratorParams,
  response: null,
  problems: ["not-permitted", "last-owner", "project-archived"],
  run: ({ by, params }) => removeCollaborator(by, params.userId),
});

export const listProjectInvitations = defineOperation({
  summary: "Invitations of a project",
  access: "member.read",
  params: projectIdParams,
  query: pageQuery,
  response: invitationPage,
  run: ({ by, query }) => listInvitations(by, query),
});

export const revoke = defineOperation({
  summary: "Revoke an invitation",
  access: "member.manage",
  params: invitationParams,
  response: null,
  problems: ["gone"],
  run: ({ by, params }) => revokeInvitation(by, params.invitationId),
});

export const resend = defineOperation({
  summary: "Make a new link for an invitation",
  access: "member.manage",
  params: invitationParams,
  response: newInvitation,
  limit: "invitation",
  problems: ["gone"],
  run: ({ by, params }) => resendInvitation(by, params.invitationId),
});

export const accept = defineOperation({
  summary: "Accept an invitation",
  description: "With the token of its link, or without it from the account whose verified address it names.",
  access: "user",
  params: invitationParams,
  body: respondInput,
  response: collaborator,
  problems: ["gone", "project-archived"],
  run: ({ by, params, body }) => acceptInvitation(by, params, body.token),
});

export const decline = defineOperation({
  summary: "Decline an invitation",
  access: "user",
  params: invitationParams,
  body: respondInput,
  response: null,
  problems: ["gone"],
  run: ({ by, params, body }) => declineInvitation(by, params, body.token),
});

export const previewInvitation = defineOperation({
  summary: "What an invitation is to",
  access: "public",
  params: previewParams,
  query: previewQuery,
  response: invitationPreview,
  run: ({ by, params, query }) => getInvitationPreview(by, params.invitationId, query.token),
});

export const readActivity = defineOperation({
  summary: "What happened in a project",
  access: "activity.read",
  params: projectIdParams,
  query: activityQuery,
  response: activityPage,
  run: ({ by, query }) => listActivity(by, query),
});
