/** Price rows, statistics and calculations as small tables. Pure. */
import { publisherOf } from "./evidence.js";
import { formatInstant, visible } from "./format.js";
import { say } from "./language.js";
import { told } from "./words.js";

/** @typedef {import("./citations.js").Source} Source */

/** The name/value rows of a source that is not a report.
 * @param {Source} source @param {string} zone @returns {[string, string][]} */
export function rowsOf(source, zone) {
  const quote = visible(source.quote).trim();
  const rows = source.kind === "calculation" ? formulaRows(quote) : statedRows(quote);
  if (source.publisher) rows.push([say("Source"), publisherOf(source)]);
  if (source.published_at) rows.push([say("Published"), formatInstant(source.published_at, zone)]);
  if (source.known_at) rows.push([say("Known from"), formatInstant(source.known_at, zone)]);
  return rows;
}

/** "9988.HK: (161.60 - 153.50) / 153.50 = 5.28 %" as formula and result; a check in words as it stands.
 * @param {string} quote @returns {[string, string][]} */
function formulaRows(quote) {
  const at = quote.lastIndexOf("=");
  return at > 0 ? [[say("Formula"), quote.slice(0, at).trim()], [say("Result"), quote.slice(at + 1).trim()]] : [[say("Finding"), told(quote)]];
}

const FIELD = /^([\p{L}][\p{L} _]{0,30}?)(?:\s*[:=]\s*|\s+(?=[-+−]?[\d$]))(\S.*)$/u;

/** "9988.HK on 17 September 2025: open 158.00, close 161.60 HKD; as traded" field by field; any other row as it stands.
 * @param {string} quote @returns {[string, string][]} */
function statedRows(quote) {
  const [, head, rest] = /^(.*?(?:\d|\)))(?::|;)\s+([^]+)$/.exec(quote) ?? [];
  const parts = (rest ?? quote).split(/\s*[;|\n\t]\s*|,\s+/).filter(Boolean);
  const fields = parts.map((part) => FIELD.exec(part));
  if (fields.filter(Boolean).length < 2) return quote ? [[say("Row"), quote]] : [];
  const named = parts.map((part, index) => (fields[index] ? [capital(say(fields[index][1].replaceAll("_", " ").toLowerCase())), fields[index][2]] : [say("Remark"), told(part)]));
  return head ? [[say("Row"), head], ...named] : named;
}

/** @param {string} text @returns {string} */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
