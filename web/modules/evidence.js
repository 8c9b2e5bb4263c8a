/** Price rows, statistics and calculations as small tables; an answer as text to paste. Pure. */
import { citedNumbers } from "./citations.js";
import { formatInstant, visible } from "./format.js";

/** @typedef {import("./citations.js").Source} Source */

const KINDS = { news: "Report", price: "Price", stat: "Statistic", calculation: "Calculation" };

/** "Report", "Price", … @param {string} kind @returns {string} */
export function kindName(kind) {
  return KINDS[kind] ?? "Source";
}

/** The name/value rows of a source that is not a report.
 * @param {Source} source @param {string} zone @returns {[string, string][]} */
export function rowsOf(source, zone) {
  const quote = visible(source.quote).trim();
  const rows = source.kind === "calculation" ? formulaRows(quote) : statedRows(quote);
  if (source.publisher) rows.push(["Source", visible(source.publisher)]);
  if (source.published_at) rows.push(["Published", formatInstant(source.published_at, zone)]);
  if (source.known_at) rows.push(["Known from", formatInstant(source.known_at, zone)]);
  return rows;
}

/** "(161.60 - 153.50) / 153.50 = 5.28 %" as formula and result. @param {string} quote @returns {[string, string][]} */
function formulaRows(quote) {
  const [, formula, result] = /^([^]*\S)\s*=\s*([^=]+)$/.exec(quote) ?? [];
  return formula ? [["Formula", formula], ["Result", result.trim()]] : [["Formula", quote]];
}

/** A row told as "name: value; name: value" by name; any other as it stands. @param {string} quote @returns {[string, string][]} */
function statedRows(quote) {
  const parts = quote.split(/\s*[;|\n\t]\s*/).filter(Boolean);
  if (parts.length < 2) return quote ? [["Row", quote]] : [];
  return parts.map((part, index) => {
    const named = /^([\p{L}][\p{L} _]{0,30}?)\s*[:=]\s*(\S.*)$/u.exec(part);
    return named ? [named[1][0].toUpperCase() + named[1].slice(1).replaceAll("_", " "), named[2]] : [index === 0 ? "Row" : "", part];
  });
}

/** The question, the answer and its sources as text to paste elsewhere.
 * @param {import("./conversation.js").Turn} turn @param {string} zone @returns {string} */
export function asText(turn, zone) {
  const cited = citedNumbers(turn.text, turn.sources);
  const sources = turn.sources.filter((source) => cited.includes(source.n)).map((source) => {
    const header = [source.title, source.publisher, formatInstant(source.published_at ?? source.known_at, zone)].filter(Boolean).join(", ");
    const row = source.kind === "news" ? "" : visible(source.quote).trim();
    return [`[${source.n}] ${visible(header)}`, row, source.url].filter(Boolean).join("\n    ");
  });
  const unfinished = turn.status === "done" ? "" : "(This answer is incomplete.)";
  const asOf = turn.summary?.as_of ? `As of ${formatInstant(turn.summary.as_of, zone)}` : "";
  return [turn.question, turn.text.trim(), unfinished, sources.join("\n"), asOf].filter(Boolean).join("\n\n");
}
