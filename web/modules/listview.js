/** A question list as a table with its progress, and the lists in the margin. Pure. */
import { proseView } from "./answer.js";
import { kindName } from "./evidence.js";
import { formatCount, visible } from "./format.js";
import { newTurn, reduceTurn } from "./conversation.js";
import { h } from "./tree.js";
import { abstentionWords, problemWords } from "./words.js";

/** @typedef {import("./conversation.js").Turn} Turn */

/** The rows of a list as turns; a row that did not change keeps its turn, so that the page leaves it alone.
 * @param {any} list @param {Turn[]} before @returns {Turn[]} */
export function listTurns(list, before) {
  const known = new Map(before.map((turn) => [turn.key, turn]));
  return list.rows.map((/** @type {any} */ row) => {
    const key = `row-${list.batch_id}-${row.n}`;
    const kept = known.get(key);
    if (kept?.stage === row.state) return kept;
    const empty = { ...newTurn(key, { question: visible(row.question), asOf: row.as_of }) };
    const played = row.events.reduce((/** @type {Turn} */ turn, /** @type {any} */ { type, ...data }) => reduceTurn(turn, { type, data }), empty);
    return { ...played, status: played.status === "working" ? "elsewhere" : played.status, stage: row.state };
  });
}

/** Whether something of the list is still to come. @param {any} list @returns {boolean} */
export function underWay({ progress }) {
  return progress.waiting + progress.running > 0;
}

/** @param {any} list @param {Turn[]} turns @param {any} panel the open source */
export function listView(list, turns, panel) {
  const { progress, total } = list;
  const ended = total - progress.waiting - progress.running;
  const again = progress.failed + progress.stopped;
  const button = (/** @type {string} */ action, /** @type {string} */ label, more = {}) =>
    h("button", { type: "button", "data-action": action, "data-list": list.batch_id, ...more }, label);
  return h("section", { class: "list", key: `list-${list.batch_id}` },
    h("h2", { dir: "auto" }, visible(list.title)),
    h("p", { class: "progress", role: "status" }, `${formatCount(ended)} of ${formatCount(total)} answered`, again > 0 && `, ${formatCount(again)} without an end`),
    h("div", { class: "actions" },
      underWay(list) && button("stop-list", "Stop"), again > 0 && !underWay(list) && button("resume-list", "Ask the rest again"),
      ended > 0 && ["xlsx", "docx", "pdf", "csv"].map((format) => button("export-list", { xlsx: "Excel", docx: "Word", pdf: "PDF", csv: "CSV" }[format], { class: "quiet", "data-format": format })),
      button("delete-list", "Delete", { class: "quiet" })),
    h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Questions and answers" }, h("table", { class: "answers" },
      h("thead", null, h("tr", null, ["", "Question", "Answer", "Sources"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", null, turns.map((turn, index) => rowView(turn, index + 1, panel?.turn === turn.key ? panel.n : null))))));
}

/** @param {Turn} turn @param {number} n @param {number | null} openN */
function rowView(turn, n, openN) {
  return h("tr", { key: turn.key, memo: [turn, openN], class: turn.stage }, () => [
    h("td", { class: "n" }, n), h("th", { scope: "row", dir: "auto" }, turn.question), h("td", null, h("div", { class: "prose" }, answerView(turn, openN))),
    h("td", null, h("ol", null, turn.sources.map((source) => h("li", { dir: "auto" }, h("button", {
      type: "button", class: "quiet", "data-action": "open-source", "data-turn": turn.key, "data-n": source.n,
    }, `${source.n} ${visible(source.title) || kindName(source.kind)}`))))),
  ]);
}

/** The answer, or why there is none. @param {Turn} turn @param {number | null} openN */
function answerView(turn, openN) {
  if (turn.stage === "waiting") return h("p", { class: "note" }, "waiting");
  if (turn.stage === "running") return h("p", { class: "note" }, "being answered…");
  if (turn.stage === "stopped") return h("p", { class: "note" }, "stopped before it was answered");
  if (turn.status === "failed") return h("p", { class: "note" }, Object.values(problemWords(turn.problem)).join(" "));
  const why = turn.summary?.abstained && h("p", { class: "verdict" }, abstentionWords(turn.summary.reason).heading);
  return [why, proseView(turn, openN)].flat();
}

/** The lists in the margin. @param {any[]} lists @param {string | undefined} open */
export function listsView(lists, open) {
  if (lists.length === 0) return [];
  return [h("h2", { class: "label" }, "Question lists"), h("ul", null, lists.map((list) => h("li", { key: list.batch_id, class: list.batch_id === open ? "open" : null },
    h("button", { type: "button", class: "session", "data-action": "open-list", "data-list": list.batch_id, "aria-current": list.batch_id === open ? "true" : null },
      h("span", { class: "title", dir: "auto" }, visible(list.title)), h("span", { class: "by" }, `${formatCount(list.progress.done)} of ${formatCount(list.total)}`)))))];
}
