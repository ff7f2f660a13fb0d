import { uploadAttachmentsOperation } from "@/lib/chat/attachments/operations";
import { route } from "@/lib/http/route";

export const POST = route(uploadAttachmentsOperation);
