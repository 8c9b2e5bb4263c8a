/** What a screen reader is told as an answer grows: whole sentences, then that it is complete. Pure. */
import { plural } from "./format.js";
import { say } from "./language.js";
import { abstentionWords } from "./verdicts.js";
import { problemWords } from "./words.js";

const LONGEST = 600; // characters in one announcement; the answer itself can be read in the page

/** The announcement between two states of a turn; empty when there is nothing to say.
 * @param {import("./conversation.js").Turn | undefined} before @param {import("./conversation.js").Turn | undefined} after @returns {string} */
export function announcement(before, after) {
  if (!after || before === after) return "";
  const told = before?.key === after.key ? before : undefined;
  const parts = [];
  if (!told && after.status === "working") parts.push(say("Working on the answer."));
  const grown = after.text.slice(told?.text.length ?? 0).replace(/\s*\[\d+(?:, ?\d+)*\]/g, "").trim();
  if (grown && told) parts.push(grown.length > LONGEST ? `${grown.slice(0, LONGEST)}…` : grown);
  if (told && after.withheld.length > told.withheld.length) parts.push(say("A sentence was withheld."));
  if (told?.status === "working" && after.status !== "working") parts.push(ending(after));
  return parts.join(" ");
}

/** @param {import("./conversation.js").Turn} turn @returns {string} */
function ending(turn) {
  if (turn.status === "done" && turn.summary?.abstained) return `${say("No answer:")} ${abstentionWords(turn.summary.reason).meaning}`;
  if (turn.status === "done") return say("Answer complete, {sources}.", { sources: plural(turn.sources.length, "source") });
  if (turn.status === "stopped") return say("Stopped.");
  if (turn.status === "cut") return say("The connection was cut; this answer is incomplete.");
  return turn.problem ? problemWords(turn.problem).what : say("The answer failed.");
}
