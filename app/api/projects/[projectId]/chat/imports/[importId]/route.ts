import { cancelImportOperation, getImportOperation } from "@/lib/chat/import/operations";
import { route } from "@/lib/http/route";

export const GET = route(getImportOperation);
export const DELETE = route(cancelImportOperation);
