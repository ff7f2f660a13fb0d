import type { Problem } from "@/lib/core/problems";
import { ApiError, ConnectionError } from "@/lib/http/client";

/**
 * Sends one file as the part `file` of a form. Not with `fetch`, which doesn't tell how far an upload is.
 * @param onProgress told the part that is sent, 0 to 1
 * @returns what the operation at `address` answers with, whose type the caller names
 * @throws ApiError with the problem, or ConnectionError; also ConnectionError when `signal` aborts
 */
export function sendFile<T>(address: string, file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      // The server answers with what it made or with a problem.
      if (request.status === 201) resolve(request.response as T);
      else reject(new ApiError((request.response as Problem | null) ?? { type: "about:blank", title: "", status: request.status, code: "internal" }));
    };
    request.onerror = () => reject(new ConnectionError("The server could not be reached."));
    request.onabort = () => reject(new ConnectionError("The upload was cancelled."));
    signal.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}
