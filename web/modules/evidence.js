/** Price rows, statistics and calculations as small tables; an answer as text to paste. Pure. */
import { citedNumbers } from "./citations.js";
import { formatInstant, visible } from "./format.js";
import { say } from "./language.js";

/** @typedef {import("./citations.js").Source} Source */

const KINDS = { __proto__: null, news: "Report", price: "Price", stat: "Statistic", calculation: "Calculation" };

/** "Report", "Price", … @param {string} kind @returns {string} */
export function kindName(kind) {
  return say(KINDS[kind] ?? "Source");
}

/** What a figure was checked against: a report by its title, a row or a calculation by what it says.
 * @param {Source | undefined} source @returns {string} */
export function checkedAgainst(source) {
  if (!source) return say("Checked against its source");
  const said = source.kind === "news" ? [source.title, source.publisher] : [source.quote || source.title];
  const words = said.filter(Boolean).map(visible).join(", ");
  return `${say("Checked against")} [${source.n}] ${words.length > 180 ? `${words.slice(0, 180)}…` : words}`;
}

/** The name/value rows of a source that is not a report.
 * @param {Source} source @param {string} zone @returns {[string, string][]} */
export function rowsOf(source, zone) {
  const quote = visible(source.quote).trim();
  const rows = source.kind === "calculation" ? formulaRows(quote) : statedRows(quote);
  if (source.publisher) rows.push([say("Source"), visible(source.publisher)]);
  if (source.published_at) rows.push([say("Published"), formatInstant(source.published_at, zone)]);
  if (source.known_at) rows.push([say("Known from"), formatInstant(source.known_at, zone)]);
  return rows;
}

/** "9988.HK: (161.60 - 153.50) / 153.50 = 5.28 %" as formula and result; a check in words as it stands.
 * @param {string} quote @returns {[string, string][]} */
function formulaRows(quote) {
  const at = quote.lastIndexOf("=");
  return at > 0 ? [[say("Formula"), quote.slice(0, at).trim()], [say("Result"), quote.slice(at + 1).trim()]] : [[say("Finding"), quote]];
}

const FIELD = /^([\p{L}][\p{L} _]{0,30}?)(?:\s*[:=]\s*|\s+(?=[-+−]?[\d$]))(\S.*)$/u;

/** "9988.HK on 17 September 2025: open 158.00, close 161.60 HKD; as traded" field by field; any other row as it stands.
 * @param {string} quote @returns {[string, string][]} */
function statedRows(quote) {
  const [, head, rest] = /^(.*?(?:\d|\)))(?::|;)\s+([^]+)$/.exec(quote) ?? [];
  const parts = (rest ?? quote).split(/\s*[;|\n\t]\s*|,\s+/).filter(Boolean);
  const fields = parts.map((part) => FIELD.exec(part));
  if (fields.filter(Boolean).length < 2) return quote ? [[say("Row"), quote]] : [];
  const named = parts.map((part, index) => (fields[index] ? [capital(say(fields[index][1].replaceAll("_", " ").toLowerCase())), fields[index][2]] : [say("Note"), part]));
  return head ? [[say("Row"), head], ...named] : named;
}

/** @param {string} text @returns {string} */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
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
  const unfinished = turn.status === "done" ? "" : say("(This answer is incomplete.)");
  const asOf = turn.summary?.as_of ? `${say("As of")} ${formatInstant(turn.summary.as_of, zone)}` : "";
  return [turn.question, turn.text.trim(), unfinished, sources.join("\n"), asOf].filter(Boolean).join("\n\n");
}
