/** What a source is called, and what is said of a figure that was checked against it. Pure. */
import { formatDay, visible } from "./format.js";
import { say } from "./language.js";

/** @typedef {import("./citations.js").Source} Source */

const KINDS = { __proto__: null, news: "Report", price: "Price", stat: "Statistic", calculation: "Calculation" };

/** "Report", "Price", … @param {string} kind @returns {string} */
export function kindName(kind) {
  return say(KINDS[kind] ?? "Source");
}

/** What a source is called: a report by its title, what the program looked up or calculated in the page's words.
 * @param {Source} source @returns {string} */
export function titleOf({ kind, title }) {
  const own = visible(title);
  if (kind !== "price" && kind !== "calculation") return own || kindName(kind);
  const [, ticker, rest] = /^(\S{1,20}), (.+)$/.exec(own) ?? [];
  return ticker ? `${ticker}, ${formatDay(rest) || say(rest)}` : say(own) || kindName(kind);
}

/** Who published a source; prices may come from several files. @param {{publisher?: string}} source @returns {string} */
export function publisherOf({ publisher }) {
  return visible(publisher).replaceAll(" | ", ", ");
}

/** What a figure was checked against: a report by its title, a row or a calculation by what it says.
 * @param {Source | undefined} source @returns {string} */
export function checkedAgainst(source) {
  if (!source) return say("Checked against its source");
  const said = source.kind === "news" ? [source.title, source.publisher] : [source.quote || source.title];
  const words = said.filter(Boolean).map(visible).join(", ");
  return `${say("Checked against")} [${source.n}] ${words.length > 180 ? `${words.slice(0, 180)}…` : words}`;
}
