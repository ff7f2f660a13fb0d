import { downloadAttachmentOperation } from "@/lib/chat/attachments/operations";
import { route } from "@/lib/http/route";

export const GET = route(downloadAttachmentOperation);
