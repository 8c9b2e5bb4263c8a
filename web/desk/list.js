/** A question list as a table with its progress. Pure. */
import { proseView } from "../modules/answer.js";
import { titleOf } from "../modules/evidence.js";
import { formatCount, visible } from "../modules/format.js";
import { say } from "../modules/language.js";
import { underWay } from "../modules/listview.js";
import { h } from "../modules/tree.js";
import { abstentionWords } from "../modules/verdicts.js";
import { problemWords } from "../modules/words.js";

/** @typedef {import("../modules/conversation.js").Turn} Turn */

export const create = () => ({ actions: {}, view: (/** @type {[any, Turn[], any]} */ ...given) => [listView(...given)] });

/** @param {any} list @param {Turn[]} turns @param {any} panel the open source */
export function listView(list, turns, panel) {
  const { progress, total } = list;
  const ended = total - progress.waiting - progress.running;
  const again = progress.failed + progress.stopped;
  const button = (/** @type {string} */ action, /** @type {string} */ label, more = {}) =>
    h("button", { type: "button", "data-action": action, "data-list": list.batch_id, ...more }, label);
  return h("section", { class: "list", key: `list-${list.batch_id}` },
    h("h2", { dir: "auto" }, visible(list.title)),
    h("p", { class: "progress", role: "status" }, say("{n} of {all} answered", { n: formatCount(ended), all: formatCount(total) }), again > 0 && say(", {n} without an end", { n: formatCount(again) })),
    h("div", { class: "actions" },
      underWay(list) && button("stop-list", say("Stop")), again > 0 && !underWay(list) && button("resume-list", say("Ask the rest again")),
      ended > 0 && ["xlsx", "docx", "pdf", "csv"].map((format) => button("export-list", { xlsx: "Excel", docx: "Word", pdf: "PDF", csv: "CSV" }[format], { class: "quiet", "data-format": format })),
      button("delete-list", say("Delete"), { class: "quiet" })),
    h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": say("Questions and answers") }, h("table", { class: "answers" },
      h("thead", null, h("tr", null, ["", "Question", "Answer", "Sources"].map((name) => h("th", { scope: "col" }, say(name))))),
      h("tbody", null, turns.map((turn, index) => rowView(turn, index + 1, panel?.turn === turn.key ? panel.n : null))))));
}

/** @param {Turn} turn @param {number} n @param {number | null} openN */
function rowView(turn, n, openN) {
  return h("tr", { key: turn.key, memo: [turn, openN], class: turn.stage }, () => [
    h("td", { class: "n" }, n), h("th", { scope: "row", dir: "auto" }, turn.question), h("td", null, h("div", { class: "prose" }, answerView(turn, openN))),
    h("td", null, h("ol", null, turn.sources.map((source) => h("li", { dir: "auto" }, h("button", {
      type: "button", class: "quiet", "data-action": "open-source", "data-turn": turn.key, "data-n": source.n,
    }, `${source.n} ${titleOf(source)}`))))),
  ]);
}

/** The answer, or why there is none. @param {Turn} turn @param {number | null} openN */
function answerView(turn, openN) {
  if (turn.stage === "waiting") return h("p", { class: "note" }, say("waiting"));
  if (turn.stage === "running") return h("p", { class: "note" }, say("being answered…"));
  if (turn.stage === "stopped") return h("p", { class: "note" }, say("stopped before it was answered"));
  if (turn.status === "failed") return h("p", { class: "note" }, Object.values(problemWords(turn.problem)).join(" "));
  const why = turn.summary?.abstained && h("p", { class: "verdict" }, abstentionWords(turn.summary.reason).heading);
  return [why, proseView(turn, openN)].flat();
}
