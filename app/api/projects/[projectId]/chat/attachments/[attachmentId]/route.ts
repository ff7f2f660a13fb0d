import { deleteAttachmentOperation, getAttachmentOperation } from "@/lib/chat/attachments/operations";
import { route } from "@/lib/http/route";

export const GET = route(getAttachmentOperation);
export const DELETE = route(deleteAttachmentOperation);
