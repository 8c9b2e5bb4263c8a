/** A chart in the page's language: its axes and rows, and what is said about it besides drawing it. Pure. */
import { formatDay, visible } from "./format.js";
import { inEnglish, say } from "./language.js";
import { told } from "./words.js";

const DAYS = { __proto__: null, "%-d %b": "%-m月%-d日", "%b %Y": "%Y年%-m月" }; // of the axis; the drawing library knows English months alone
const DAY = "%Y年%-m月%-d日";

/** The specification with its axes and rows named in the page's language. @param {any} spec @returns {any} */
export function worded(spec) {
  const named = (/** @type {string} */ title) => (title.startsWith("close, ") ? `${say("close")}, ${title.slice(7)}` : say(told(title)));
  const said = (/** @type {string} */ key, /** @type {any} */ value) => {
    if (key === "title" && typeof value === "string") return named(value);
    if (key === "format" && DAYS[value]) return DAYS[value];
    return value?.timeUnit === "utcyearmonthdate" ? { ...value, format: DAY } : value;
  };
  return inEnglish() ? spec : JSON.parse(JSON.stringify(spec), said);
}

/** On which basis it is drawn, and the chart in words. @param {any} spec @returns {{basis: string, description: string}} */
export function wordsAbout(spec) {
  const english = { basis: [spec?.title?.subtitle ?? []].flat().map(visible).join(" "), description: visible(spec?.description) };
  if (inEnglish()) return english;
  const { basis, description } = spec?.usermeta ?? {};
  return { basis: sentences(basis) || english.basis, description: sentences(description) || english.description };
}

/** @param {[string, Record<string, string>][] | undefined} parts words with what stands in them; days as 2025-09-17 @returns {string} */
function sentences(parts) {
  return (parts ?? []).map(([words, values]) => say(words, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, formatDay(value) || visible(value)])))).join("");
}
