import { exportSessionOperation } from "@/lib/chat/export/operations";
import { route } from "@/lib/http/route";

export const GET = route(exportSessionOperation);
