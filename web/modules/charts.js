/** Charts of an answer: how a card looks, and a specification in the page's own colours. Pure. */
import { formatDay } from "./format.js";
import { inEnglish, say } from "./language.js";
import { h } from "./tree.js";

/** Cards with a place to draw in; what is drawn there is not this tree's business. @param {import("./conversation.js").ChartCard[]} charts */
export function chartsView(charts) {
  return charts.map(({ title, path }) => h("section", { class: "chart", key: `chart-${path}`, "aria-label": `${say("Chart")}: ${titleOf(title, path)}` },
    h("h3", { dir: "auto" }, titleOf(title, path)),
    h("div", { class: "plot", "data-chart": path, memo: [path] }, () => []),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "quiet", "data-action": "save-chart", "data-path": path, "data-format": "png" }, say("Save as PNG")),
      h("button", { type: "button", class: "quiet", "data-action": "save-chart", "data-path": path, "data-format": "svg" }, say("Save as SVG")))));
}

/** The title as it came, in English; otherwise what the address says: of whom, from when to when. @param {string} title @param {string} path */
function titleOf(title, path) {
  const [ticker, query] = path.replace("charts/", "").split("?");
  const asked = new URLSearchParams(query);
  const [first, last] = [formatDay(asked.get("from")), formatDay(asked.get("to"))];
  return inEnglish() || !first || !last ? title : `${[decodeURIComponent(ticker), ...asked.getAll("with")].join("、")}：${say("{first} to {last}", { first, last })}`;
}

/** The name of a saved picture: "9988.HK 2025-09-01.png". @param {string} path @param {string} format @returns {string} */
export function fileName(path, format) {
  const [ticker, query] = path.replace("charts/", "").split("?");
  const day = new URLSearchParams(query).get("from") ?? "";
  return `${`${decodeURIComponent(ticker)} ${day}`.trim().replace(/[^\w. ^-]/g, "")}.${format}`;
}

/** The specification as the page draws it: as wide as its place, in the page's colours, its title left to the card.
 * @param {any} spec @param {{ink: string, faint: string, rule: string, accent: string, link: string, sound: string, edge: string, font: string}} colors */
export function themed(spec, colors) {
  const { title, config, ...rest } = spec;
  return {
    ...rest,
    width: "container",
    autosize: { type: "fit", contains: "padding" },
    config: {
      ...config,
      background: null,
      font: colors.font,
      padding: { left: 2, right: 8, top: 14, bottom: 4 },
      axis: { ...config?.axis, labelColor: colors.faint, titleColor: colors.faint, gridColor: colors.rule, domainColor: colors.rule, tickColor: colors.rule },
      legend: { ...config?.legend, labelColor: colors.ink },
      range: { category: [colors.link, colors.accent, colors.sound, colors.edge, colors.ink] },
      line: { ...config?.line, color: colors.link },
      point: { ...config?.point, color: colors.link },
      rule: { ...config?.rule, color: colors.accent },
      text: { ...config?.text, color: colors.accent },
    },
  };
}
