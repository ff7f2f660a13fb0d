/** Pauses are waited for so long: a page that never rests gets there too (milliseconds). */
const patience = 1_000;

/** Runs a task in a pause of the page; several come in the order given, as many as the pause has time for. @returns cancels it */
export function whenIdle(task: () => void): () => void {
  if (typeof requestIdleCallback === "undefined") {
    // Safari has no such pauses; between two frames is the next best.
    const timer = setTimeout(task, 50);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(task, { timeout: patience });
  return () => cancelIdleCallback(handle);
}
