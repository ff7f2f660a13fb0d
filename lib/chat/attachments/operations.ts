import "server-only";
import { AppError } from "@/lib/core/problems";
import { download } from "@/lib/http/download";
import { defineOperation } from "@/lib/http/operation";
import { deleteAttachment, getAttachment, openAttachment } from "./attachments";
import { attachment, attachmentList, attachmentParams, projectAttachmentParams, uploadForm } from "./schemas";
import { uploadAttachments } from "./upload";

export const uploadAttachmentsOperation = defineOperation({
  summary: "Upload files for a message",
  description:
    "As `multipart/form-data`, one or several parts named `file`: pictures (PNG, JPEG, GIF, WebP), PDF, plain text, Markdown and source code, 25 MB each, 10 at once, all or none. Name their ids in `attachmentIds` when sending. What holds text is a document besides (`documentId`), searched for its conversation only. One that isn't sent is cleared after a day.",
  access: "chat.write",
  params: projectAttachmentParams,
  multipart: uploadForm,
  response: attachmentList,
  status: 201,
  limit: "upload",
  problems: ["unsupported-media-type", "too-large"],
  run: async ({ by, info }) => {
    // A server action has no request, and no form of the interface comes this way.
    if (!info.request) throw new AppError("malformed-request");
    return { items: await uploadAttachments(by, info.request) };
  },
});

export const getAttachmentOperation = defineOperation({
  summary: "Read what is known of an attached file",
  description: "One that isn't sent yet is there for its sender only.",
  access: "chat.read",
  params: attachmentParams,
  response: attachment,
  run: ({ by, params }) => getAttachment(by, params.attachmentId),
});

export const downloadAttachmentOperation = defineOperation({
  summary: "Download an attached file",
  description: "Pictures may be shown in a page; anything else is a download that no browser runs. The bytes under an address never change.",
  access: "chat.read",
  params: attachmentParams,
  response: null,
  produces: { "image/*": "A picture", "application/pdf": "A PDF", "text/plain": "Anything else that holds text" },
  run: async ({ by, params }) => {
    const { stream, attachment: file, isPicture } = await openAttachment(by, params.attachmentId);
    const response = download(stream, { name: file.name, mediaType: file.mediaType, size: file.size, inline: isPicture });
    response.headers.set("cache-control", "private, max-age=31536000, immutable");
    response.headers.set("cross-origin-resource-policy", "same-origin");
    return response;
  },
});

export const deleteAttachmentOperation = defineOperation({
  summary: "Take an attached file back",
  description: "For one's own that isn't sent; a file that was sent goes with its message.",
  access: "chat.write",
  params: attachmentParams,
  response: null,
  run: ({ by, params }) => deleteAttachment(by, params.attachmentId),
});
