"use client";

/**
 * What stands when the root layout itself failed: nothing of the program is there, neither its styles nor its words in
 * the reader's language. Next has such a page too, which would come with every page and be three times as large.
 */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body style={{ margin: 0, minHeight: "100dvh", display: "grid", placeContent: "center", gap: "1rem", padding: "1.5rem", font: "1rem/1.5 system-ui, sans-serif", colorScheme: "light dark" }}>
        <title>Something went wrong</title>
        <h1 style={{ margin: 0, fontSize: "1.5rem" }}>Something went wrong</h1>
        <p style={{ margin: 0 }}>Nothing you sent is lost. Try again, or come back in a moment.</p>
        <button type="button" onClick={retry} style={{ justifySelf: "start", font: "inherit", padding: "0.4rem 1rem" }}>Try again</button>
        {error.digest ? <code>{error.digest}</code> : null}
      </body>
    </html>
  );
}
