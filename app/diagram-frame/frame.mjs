// Runs in the frame that draws diagrams: without an origin, without a network. It takes orders over the port that the
// page hands it and answers each with an SVG image, or with what is wrong. route.ts puts the version in.

/** What a diagram may not change by its directives; "secure" itself is always among them. */
const secure = [
  "secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering", "htmlLabels", "theme", "themeCSS", "themeVariables",
  "fontFamily", "altFontFamily", "fontSize", "dompurifyConfig", "forceLegacyMathML", "legacyMathML", "deterministicIds", "deterministicIDSeed", "arrowMarkerAbsolute", "layout", "look", "handDrawnSeed",
];

/** What both the frame and the image have: an image can't load a font. */
const fontFamily = "ui-sans-serif, system-ui, sans-serif";

/** Where route.ts puts Mermaid's version. */
const library = "/diagram-frame/library/{version}/mermaid.esm.min.mjs";

/** @type {(port: MessagePort) => void} */
let connect = () => {};
/** @type {Promise<MessagePort>} */
const connected = new Promise((resolve) => (connect = resolve));
// The page speaks as soon as this script has run, so its word is waited for before Mermaid is.
addEventListener("message", ({ source, ports: [port] }) => {
  if (source === parent && port) connect(port);
});

// Mermaid writes handlers of events as attributes, which the policy of this page would refuse one by one; nobody can
// press anything in a picture.
const setAttribute = Reflect.get(Element.prototype, "setAttribute");
Element.prototype.setAttribute = function (name, value) {
  if (!/^on/i.test(name)) Reflect.apply(setAttribute, this, [name, value]);
};

/** @type {{ default: import("mermaid").Mermaid }} */
const { default: mermaid } = await import(library);
const port = await connected;
port.onmessage = ({ data }) => void draw(data).then((reply) => port.postMessage(reply));
port.postMessage("ready");

/** @param {{ id: number, source: string, colours: Record<string, string> }} order */
async function draw({ id, source, colours }) {
  try {
    mermaid.initialize(settings(colours));
    const { svg } = await mermaid.render(`diagram-${id}`, asText(source));
    return { id, ...toImage(svg) };
  } catch (error) {
    return { id, problem: String(error) };
  } finally {
    // What a failed drawing leaves behind.
    document.body.replaceChildren();
  }
}

/**
 * Mermaid measures labels as HTML before it cleans them, and fetches the pictures that nodes name. The policy of this
 * page stops what would come of both; better that nothing is tried. @param {string} source
 */
function asText(source) {
  if (/\bimg["']?\s*:/i.test(source)) throw new Error("Pictures in diagrams are not loaded.");
  // What stays is Mermaid's own: `<<interface>>`, and the break of a line.
  return source.replace(/<<[\w ]+>>|<br\s*\/?>|<(?=[a-z!/?])/gi, (found) => (found === "<" ? "#lt;" : found));
}

/** An SVG that stands alone: well-formed, with a size of its own, and without HTML in it. @param {string} text */
function toImage(text) {
  const svg = new DOMParser().parseFromString(text, "text/html").querySelector("svg");
  if (!svg || svg.getAttribute("aria-roledescription") === "error") throw new Error("There is no picture.");
  const [, , width = 0, height = 0] = (svg.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  if (!(width > 0 && height > 0 && width < 20_000 && height < 20_000)) throw new Error("The picture has no size.");
  svg.removeAttribute("style");
  svg.setAttribute("width", String(Math.ceil(width)));
  svg.setAttribute("height", String(Math.ceil(height)));
  const title = svg.querySelector(":scope > title")?.textContent ?? "";
  return { svg: new XMLSerializer().serializeToString(svg), width: Math.ceil(width), height: Math.ceil(height), title };
}

/** @param {Record<string, string>} colours @returns {import("mermaid").MermaidConfig} */
function settings(colours) {
  return {
    startOnLoad: false,
    securityLevel: "strict",
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    class: { htmlLabels: false },
    sequence: { actorFontSize: 14, messageFontSize: 14, noteFontSize: 14 },
    suppressErrorRendering: true,
    maxTextSize: 20_000,
    maxEdges: 400,
    logLevel: "fatal",
    secure,
    fontFamily,
    theme: "base",
    themeVariables: {
      fontFamily,
      fontSize: "14px",
      dropShadow: "none",
      background: colours.sunken,
      primaryColor: colours.raised,
      primaryTextColor: colours.ink,
      primaryBorderColor: colours.control,
      secondaryColor: colours["accent-soft"],
      secondaryTextColor: colours.ink,
      secondaryBorderColor: colours.accent,
      tertiaryColor: colours["info-soft"],
      tertiaryTextColor: colours.ink,
      tertiaryBorderColor: colours.info,
      lineColor: colours.subtle,
      textColor: colours.ink,
      titleColor: colours.ink,
      mainBkg: colours.raised,
      nodeBorder: colours.control,
      clusterBkg: colours.paper,
      clusterBorder: colours["line-strong"],
      edgeLabelBackground: colours.sunken,
      noteBkgColor: colours["warning-soft"],
      noteTextColor: colours.ink,
      noteBorderColor: colours["line-strong"],
      actorBkg: colours.raised,
      actorBorder: colours.control,
      actorTextColor: colours.ink,
      actorLineColor: colours["line-strong"],
      signalColor: colours.subtle,
      signalTextColor: colours.ink,
      labelBoxBkgColor: colours["accent-soft"],
      labelBoxBorderColor: colours.accent,
      labelTextColor: colours.ink,
      loopTextColor: colours.ink,
      activationBkgColor: colours["accent-soft"],
      activationBorderColor: colours.accent,
      errorBkgColor: colours.sunken,
      errorTextColor: colours.danger,
    },
  };
}
