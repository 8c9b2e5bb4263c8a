/** Question lists: their rows as turns, and the lists in the margin. Pure. */
import { formatCount, visible } from "./format.js";
import { newTurn, reduceTurn } from "./conversation.js";
import { say } from "./language.js";
import { h } from "./tree.js";

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

/** The lists in the margin. @param {any[]} lists @param {string | undefined} open */
export function listsView(lists, open) {
  if (lists.length === 0) return [];
  return [h("h2", { class: "label" }, say("Question lists")), h("ul", null, lists.map((list) => h("li", { key: list.batch_id, class: list.batch_id === open ? "open" : null },
    h("button", { type: "button", class: "session", "data-action": "open-list", "data-list": list.batch_id, "aria-current": list.batch_id === open ? "true" : null },
      h("span", { class: "title", dir: "auto" }, visible(list.title)), h("span", { class: "by" }, say("{n} of {all}", { n: formatCount(list.progress.done), all: formatCount(list.total) }))))))];
}
