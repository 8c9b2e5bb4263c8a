/** The differences between two answers, each in a line, in the page's language. Pure. */
import { visible } from "../modules/format.js";
import { say } from "../modules/language.js";
import { abstentionWords } from "../modules/verdicts.js";

/** @param {any} differences as the server tells them @returns {string[]} */
export function differenceLines(differences) {
  const outcome = (/** @type {string | null} */ reason) => (reason ? say("no answer ({why})", { why: abstentionWords(reason).heading }) : say("an answer"));
  const names = (/** @type {any[]} */ sources) => sources.map((source) => [source.title || source.kind, source.publisher].filter(Boolean).join(", "));
  const lists = [
    [say("New figures"), differences.figures_new], [say("Figures gone"), differences.figures_gone],
    [say("New sources"), names(differences.sources_new)], [say("Updated sources"), names(differences.sources_updated)], [say("Sources gone"), names(differences.sources_gone)],
  ];
  const { reason_before: before, reason_after: after } = differences;
  return [
    ...(before === after ? [] : [say("Before: {before}. Now: {after}.", { before: outcome(before), after: outcome(after) })]),
    ...lists.filter(([, items]) => items.length > 0).map(([name, items]) => `${name}: ${items.map(visible).join("; ")}`),
  ];
}
