import { downloadDocument } from "@/lib/knowledge/operations";
import { route } from "@/lib/http/route";

export const GET = route(downloadDocument);
