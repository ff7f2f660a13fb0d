/** The tokens (components/theme/tokens.css) that diagrams are drawn with. */
const tokens = ["paper", "sunken", "raised", "ink", "subtle", "faint", "line", "line-strong", "control", "accent", "accent-soft", "danger", "info", "info-soft", "success-soft", "warning-soft"];

/** The theme's colours of now as `#rrggbb`, the only notation that Mermaid reckons with. */
export function readDiagramColours(): Record<string, string> {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const probe = document.createElement("span");
  document.body.append(probe);
  const colours: Record<string, string> = {};
  for (const token of tokens) {
    probe.style.color = `var(--${token})`;
    colours[token] = context ? toHex(context, getComputedStyle(probe).color) : "";
  }
  probe.remove();
  return colours;
}

function toHex(context: CanvasRenderingContext2D, colour: string): string {
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
