/** An answer as text to paste elsewhere, and the way into the clipboard. */
import { citedNumbers } from "./citations.js";
import { publisherOf } from "./evidence.js";
import { formatInstant, visible } from "./format.js";
import { say } from "./language.js";

/** The question, the answer and its sources as text to paste elsewhere.
 * @param {import("./conversation.js").Turn} turn @param {string} zone @returns {string} */
export function asText(turn, zone) {
  const cited = citedNumbers(turn.text, turn.sources);
  const sources = turn.sources.filter((source) => cited.includes(source.n)).map((source) => {
    const header = [source.title, publisherOf(source), formatInstant(source.published_at ?? source.known_at, zone)].filter(Boolean).join(", ");
    const row = source.kind === "news" ? "" : visible(source.quote).trim();
    return [`[${source.n}] ${visible(header)}`, row, source.url].filter(Boolean).join("\n    ");
  });
  const unfinished = turn.status === "done" ? "" : say("(This answer is incomplete.)");
  const asOf = turn.summary?.as_of ? `${say("As of")} ${formatInstant(turn.summary.as_of, zone)}` : "";
  return [turn.question, turn.text.trim(), unfinished, sources.join("\n"), asOf].filter(Boolean).join("\n\n");
}

/** Puts text into the clipboard, and says whether it is there. @param {string} text @returns {Promise<boolean>} */
export async function copied(text) {
  const area = document.createElement("textarea"); // where the clipboard is not open to pages (plain http)
  return (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(() => true, () => {
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  });
}
