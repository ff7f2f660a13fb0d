import { createImportOperation, listImportsOperation } from "@/lib/chat/import/operations";
import { route } from "@/lib/http/route";

export const GET = route(listImportsOperation);
export const POST = route(createImportOperation);
