/** Price cards: the cited price rows of an answer, an instrument a card. Every number on it stands in a source. Pure. */
import { formatDay, visible } from "./format.js";
import { say } from "./language.js";
import { h } from "./tree.js";

/** @typedef {import("./citations.js").Source} Source
 * @typedef {{ticker: string, day: string, close: string, change: string, since: string, rows: [string, string][], n: number}} Card */

const ROW = /^(\S{1,20}) on [^()]{1,30} \((\d{4}-\d\d-\d\d)\): (.{1,400})$/s;
const MOST = 6;

/** One card an instrument, of its newest row; none where the answer has more instruments than can be taken in.
 * @param {{sources: Source[], text: string}} turn @returns {Card[]} */
export function priceCards({ sources, text }) {
  const found = new Map();
  for (const source of sources.filter((one) => one.kind === "price")) {
    const [, ticker, day, rest] = ROW.exec(visible(source.quote)) ?? [];
    if (ticker) found.set(ticker, [...found.get(ticker) ?? [], { day, rest, n: source.n }]);
  }
  const told = (/** @type {string} */ ticker) => text.indexOf(ticker) >>> 0; // in the order of the words, then the others
  return found.size > MOST ? [] : [...found].sort(([a], [b]) => told(a) - told(b)).map(([ticker, rows]) => {
    const [newest, ...others] = rows.sort((a, b) => b.day.localeCompare(a.day));
    const fields = fieldsOf(newest.rest);
    const before = others.at(-1);
    return {
      ticker, day: newest.day, n: newest.n, close: fields.get("close") ?? "", change: changeOf(sources, ticker),
      since: before ? `${fieldsOf(before.rest).get("close") ?? ""} · ${formatDay(before.day)}` : "",
      rows: [...fields].filter(([name]) => name !== "close"),
    };
  }).filter((card) => card.close);
}

/** "open 121, close 131 HKD, volume 68,712,957; as traded" by name.
 * @param {string} rest @returns {Map<string, string>} */
function fieldsOf(rest) {
  const fields = rest.split(";")[0].split(/,\s+/).map((part) => /^([a-z]+) (\S.*)$/.exec(part)).filter((found) => found !== null);
  return new Map(fields.map(([, name, value]) => [name, value]));
}

/** What a cited calculation gives as the instrument's change. @param {Source[]} sources @param {string} ticker */
function changeOf(sources, ticker) {
  const said = sources.filter((one) => one.kind === "calculation").map((one) => visible(one.quote)).find((quote) => quote.startsWith(`${ticker}, `) || quote.startsWith(`${ticker}: `));
  return /([+−-]?\d[\d.,]*\s?%)\s*(?:;|$)/.exec(said ?? "")?.[1] ?? "";
}

/** @param {Card[]} cards @param {string} turn its key */
export function cardsView(cards, turn) {
  if (cards.length === 0) return null;
  return h("ul", { class: "cards", "aria-label": say("Prices") }, cards.map(({ ticker, day, close, change, since, rows, n }) => h("li", { key: ticker },
    h("button", { type: "button", class: "card", "data-action": "open-source", "data-turn": turn, "data-n": n },
      h("span", { class: "ticker" }, h("bdi", null, ticker), " ", h("time", { datetime: day }, formatDay(day))),
      h("span", { class: "close" }, h("span", null, close), change && h("span", { class: "change" }, change)),
      since && h("span", { class: "by" }, say("from {before}", { before: since })),
      h("span", { class: "rows" }, rows.map(([name, value]) => h("span", null, h("span", { class: "label" }, say(name)), " ", value)))))));
}
