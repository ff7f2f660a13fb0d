import { route } from "@/lib/http/route";
import { putPlaces } from "@/lib/realtime/operations";

export const PUT = route(putPlaces);
