import { deleteDocument, getDocument, updateDocument } from "@/lib/knowledge/operations";
import { route } from "@/lib/http/route";

export const GET = route(getDocument);
export const PATCH = route(updateDocument);
export const DELETE = route(deleteDocument);
