import { previewInvitation } from "@/lib/collaboration/operations";
import { route } from "@/lib/http/route";

export const GET = route(previewInvitation);
