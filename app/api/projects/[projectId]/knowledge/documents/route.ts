import { createDocument, listDocuments } from "@/lib/knowledge/operations";
import { route } from "@/lib/http/route";

export const GET = route(listDocuments);
export const POST = route(createDocument);
