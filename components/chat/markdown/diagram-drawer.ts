import { paths } from "@/lib/http/paths";
import { readDiagramColours } from "./diagram-colours";
import { Lru } from "./lru";

/** A picture of a diagram. */
export type DrawnDiagram = {
  /** A `data:` address of an SVG image: whoever opens it alone opens it without an origin. */
  url: string;
  /** In pixels. */
  width: number;
  height: number;
  /** What its author calls it, or "". */
  title: string;
};

/** What goes to the frame (app/diagram-frame/frame.mjs), and what comes back. */
type Order = { id: number; source: string; colours: Record<string, string> };
type Reply = { id: number; svg: string; width: number; height: number; title: string } | { id: number; problem: string };

/** The longest source, in characters, and the largest picture. */
const longest = 20_000;
const largest = 2_000_000;
/** Milliseconds that the frame may take: to come with its library over a slow line, and to draw one diagram. */
const patience = { loading: 30_000, drawing: 5_000 };

/** Draws a diagram in the theme's colours of now. Null for one that can't be drawn, or not in reasonable time. */
export function drawDiagram(source: string): Promise<DrawnDiagram | null> {
  if (source.length > longest) return Promise.resolve(null);
  const colours = readDiagramColours();
  const key = JSON.stringify([colours, source]);
  const known = drawn.get(key);
  if (known) return known;
  // One after the other, so that the time of each is its own.
  const drawing = queue.then(() => draw({ id: (lastId += 1), source, colours }));
  queue = drawing.then(
    () => undefined,
    () => undefined,
  );
  drawn.set(key, drawing, 1);
  // A frame that could not be loaded may be there the next time.
  drawing.catch(() => drawn.delete(key));
  return drawing;
}

const drawn = new Lru<Promise<DrawnDiagram | null>>(60);
let queue: Promise<void> = Promise.resolve();
let lastId = 0;
let frame: { element: HTMLIFrameElement; port: Promise<MessagePort> } | undefined;

async function draw(order: Order): Promise<DrawnDiagram | null> {
  frame ??= openFrame();
  try {
    const port = await frame.port;
    const reply = await answer(port, order);
    return "svg" in reply && reply.svg.length <= largest ? toImage(reply) : null;
  } catch (error) {
    closeFrame();
    // Drawing that takes too long is the diagram's own fault; a frame that doesn't come is not.
    if (error instanceof Overdue) return null;
    throw error;
  }
}

class Overdue extends Error {}

function answer(port: MessagePort, order: Order): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const alarm = setTimeout(() => reject(new Overdue()), patience.drawing);
    port.onmessage = ({ data }: MessageEvent<Reply>) => {
      clearTimeout(alarm);
      resolve(data);
    };
    port.postMessage(order);
  });
}

/**
 * One frame for all diagrams of the page. It may run scripts and nothing else: it has no origin, so no cookie, no
 * storage and no way into this page, and its content security policy leaves it no network.
 */
function openFrame(): { element: HTMLIFrameElement; port: Promise<MessagePort> } {
  const element = document.createElement("iframe");
  element.setAttribute("sandbox", "allow-scripts");
  element.setAttribute("aria-hidden", "true");
  element.tabIndex = -1;
  element.title = "Mermaid";
  // Text can only be measured in a frame that has a size.
  element.style.cssText = "position:fixed;inset-block-start:0;inset-inline-start:-1300px;inline-size:1280px;block-size:960px;border:0;visibility:hidden;pointer-events:none";
  element.src = paths.diagramFrame();
  const port = new Promise<MessagePort>((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const alarm = setTimeout(() => reject(new Error("The frame for diagrams did not load.")), patience.loading);
    // Its first word says that the library is there.
    port1.onmessage = () => {
      clearTimeout(alarm);
      resolve(port1);
    };
    // An opaque origin has no name to send to; the frame's address is ours.
    element.addEventListener("load", () => element.contentWindow?.postMessage("connect", "*", [port2]), { once: true });
  });
  document.body.append(element);
  return { element, port };
}

/** Ends whatever the frame is doing. */
function closeFrame(): void {
  frame?.element.remove();
  frame = undefined;
}

function toImage({ svg, width, height, title }: Extract<Reply, { svg: string }>): DrawnDiagram {
  return { url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.toWellFormed())}`, width, height, title };
}
