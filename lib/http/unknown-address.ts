import "server-only";
import { AppError } from "@/lib/core/problems";
import { problemResponse } from "./problem";
import { requestInfo } from "./request-info";

/** Answers for every address under /api that no route has, so that clients get a problem there too and never a page. */
export async function unknownAddress(request: Request): Promise<Response> {
  const { id } = requestInfo(request.headers, request);
  return problemResponse(new AppError("not-found", "There is no such address in the API."), id, new Headers({ "x-request-id": id }));
}
