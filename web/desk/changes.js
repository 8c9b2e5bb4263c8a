/** What changed: an answer beside the earlier one to the same question, and documents that were updated or withdrawn since. */
import { formatInstant, visible } from "../modules/format.js";
import { say } from "../modules/language.js";
import { h } from "../modules/tree.js";
import { problemWords } from "../modules/words.js";
import { current } from "../modules/workspace.js";
import { differenceLines } from "./differences.js";

/** @param {any} api @param {any} page */
export function create(api, page) {
  /** @type {Map<string, any>} by the later turn's id: the comparison, or null while it is fetched */
  const compared = new Map();

  /** @param {string} turnId */
  async function compare(turnId) {
    compared.set(turnId, null);
    await api.get(`turns/${encodeURIComponent(turnId)}/changes`).then(
      (changes) => { compared.set(turnId, changes); },
      () => {}, // the earlier answer is gone: there is nothing to compare with
    );
    page.redraw();
  }

  return {
    actions: {
      /** Shows the text that a document has now in place of the one that was cited. */
      async newer({ turn, n }) {
        const source = current(page.state()).turns.find((one) => one.key === turn)?.sources.find((one) => one.n === Number(n));
        await api.document(source?.doc_id).then(
          (document) => page.dispatch({ type: "panel_loaded", turn, n: Number(n), document }),
          (problem) => page.notice(Object.values(problemWords(problem)).join(" ")),
        );
      },
    },

    /** @param {import("../modules/conversation.js").Turn} turn @param {import("../modules/conversation.js").Turn} before */
    view(turn, before) {
      if (!compared.has(turn.turnId)) compare(turn.turnId);
      const changes = compared.get(turn.turnId);
      return changes ? [changesView(changes, turn, before, page.zone())] : [];
    },
  };
}

/** @param {any} changes @param {import("../modules/conversation.js").Turn} turn @param {import("../modules/conversation.js").Turn} before @param {string} zone */
export function changesView(changes, turn, before, zone) {
  const told = (/** @type {any} */ one, /** @type {string} */ label, /** @type {string[]} */ marked) => h("div", null,
    h("h4", null, label), one.text ? one.text.trim().split("\n").map((/** @type {string} */ line) => h("p", { dir: "auto" }, markedWords(line, marked))) : h("p", { class: "note" }, say("No answer.")));
  const { figures_gone: gone, figures_new: fresh } = changes.differences;
  const lines = differenceLines(changes.differences);
  return h("section", { class: "compared", key: `compared-${turn.key}`, "aria-label": say("What changed") },
    h("h3", null, changes.changed ? say("What changed") : say("Nothing changed")),
    lines.length > 0 && h("ul", null, lines.map((line) => h("li", { dir: "auto" }, line))),
    !changes.changed && h("p", { class: "note" }, changes.differences.words ? say("The same figures from the same sources, in other words.") : say("The same answer from the same sources.")),
    changes.changed && h("div", { class: "beside" },
      told(before, say("Then, as of {moment}", { moment: formatInstant(changes.before_as_of, zone) }), gone), told(turn, say("Now, as of {moment}", { moment: formatInstant(changes.after_as_of, zone) }), fresh)));
}

/** The line with the figures that only it has marked. @param {string} line @param {string[]} figures */
export function markedWords(line, figures) {
  const words = visible(line);
  const at = figures.map((figure) => ({ figure: visible(figure), at: words.indexOf(visible(figure)) })).filter((one) => one.figure && one.at >= 0)
    .sort((a, b) => a.at - b.at);
  const pieces = [];
  let from = 0;
  for (const one of at) {
    if (one.at < from) continue;
    pieces.push(words.slice(from, one.at), h("mark", null, one.figure));
    from = one.at + one.figure.length;
  }
  return [...pieces, words.slice(from)];
}
