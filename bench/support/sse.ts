import http from "node:http";

export type SseEvent = { name: string; data: string; receivedAt: number };

/** The time in milliseconds since 1970, with fractions, comparable between processes of one machine. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();

/** Opens an event stream with as little work as possible, so that the client isn't what is measured. */
export function openSse(url: string, headers: Record<string, string>, onEvent: (event: SseEvent) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`the stream answered ${response.statusCode}`));
        return;
      }
      let text = "";
      response.setEncoding("utf8");
      response.on("error", () => {});
      response.on("data", (chunk: string) => {
        const receivedAt = preciseNow();
        text += chunk;
        for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
          const frame = text.slice(0, end);
          text = text.slice(end + 2);
          const name = /^event: (.*)$/m.exec(frame)?.[1] ?? "message";
          onEvent({ name, data: /^data: (.*)$/m.exec(frame)?.[1] ?? "", receivedAt });
        }
      });
      resolve(() => request.destroy());
    });
    request.on("error", reject);
  });
}
