/** Draws charts into the places the tree leaves for them. The script that draws is fetched when the first one is shown. */
import { themed } from "./charts.js";
import { worded, wordsAbout } from "./chartwords.js";
import { say } from "./language.js";
import { save } from "./saving.js";

const NAMES = ["ink", "faint", "rule", "accent", "link", "sound", "edge"];

/** @param {{chart: (path: string) => Promise<any>, picture: (path: string, format: string) => Promise<Blob>}} api */
export function createDrawing(api) {
  /** @type {Map<HTMLElement, {spec: any, view: any}>} */
  const drawn = new Map();
  const sized = new ResizeObserver(() => dispatchEvent(new Event("resize"))); // what draws hears of the window's width, not of its place's
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach(({ spec }, place) => spec && draw(place, spec)));

  /** @param {HTMLElement} place */
  async function begin(place) {
    drawn.set(place, { spec: null, view: null });
    sized.observe(place);
    const path = String(place.dataset.chart);
    place.replaceChildren(paragraph(say("Drawing the chart…"), "note"));
    try {
      await draw(place, await api.chart(path));
    } catch {
      place.replaceChildren(paragraph(say("The chart could not be drawn. The prices are in the sources."), "note"));
    }
  }

  /** @param {HTMLElement} place @param {any} spec */
  async function draw(place, spec) {
    const { basis, description } = wordsAbout(spec);
    const canvas = document.createElement("div");
    Object.assign(canvas, { className: "canvas", role: "img", tabIndex: 0, ariaLabel: description });
    drawn.get(place)?.view?.finalize();
    place.replaceChildren(canvas, paragraph(basis, "note"), paragraph(description, "note"));
    try {
      await loadScript();
      // `ast` interprets expressions instead of compiling them: the page's policy forbids the latter.
      const options = { ast: true, mode: "vega-lite", renderer: "svg", actions: false, defaultStyle: false, tooltip: { disableDefaultStyle: true } };
      drawn.set(place, { spec, view: await /** @type {any} */ (globalThis).vegaEmbed(canvas, themed(worded(spec), colors()), options) });
    } catch {
      canvas.replaceChildren(await image(await api.picture(String(place.dataset.chart), "svg")));
    }
    canvas.setAttribute("role", "img"); // one picture with its words, not a document of hundreds of marks
    canvas.setAttribute("aria-label", description);
    canvas.querySelector("svg")?.setAttribute("aria-hidden", "true");
  }

  return {
    /** Draws what has not been drawn yet and lets go of what has left the page. @param {ParentNode} root */
    follow(root) {
      for (const [place, { view }] of drawn) if (!place.isConnected) { view?.finalize(); sized.unobserve(place); drawn.delete(place); }
      for (const place of root.querySelectorAll("[data-chart]")) if (!drawn.has(place)) begin(/** @type {HTMLElement} */ (place));
    },
    /** @param {string} path @param {string} format @param {string} name */
    save: async (path, format, name) => save(await api.picture(path, format), name),
  };
}

function colors() {
  const style = getComputedStyle(document.documentElement);
  return { ...Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])), font: style.fontFamily };
}

/** @type {Promise<void> | null} */
let loading = null;

/** @returns {Promise<void>} */
function loadScript() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { type: "module", src: new URL("charts/vega.js", document.baseURI).href, onload: () => resolve(), onerror: reject });
    document.head.append(script);
  });
  loading.catch(() => { loading = null; });
  return loading;
}

/** @param {Blob} blob @returns {Promise<HTMLImageElement>} */
async function image(blob) {
  const shown = document.createElement("img");
  shown.alt = "";
  shown.src = `data:image/svg+xml;base64,${btoa(String.fromCodePoint(...new Uint8Array(await blob.arrayBuffer())))}`;
  return shown;
}

/** @param {string} text @param {string} kind */
function paragraph(text, kind) {
  const element = document.createElement("p");
  element.className = kind;
  element.textContent = text;
  return element;
}
