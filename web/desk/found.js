/** Why a report was found: the answer's searches done again, with places, ranks, and what their conditions kept out. */
import { formatCount, formatInstant, visible } from "../modules/format.js";
import { say } from "../modules/language.js";
import { h } from "../modules/tree.js";
import { windowWords } from "../modules/verdicts.js";
import { problemWords } from "../modules/words.js";

/** @typedef {{status: "loading" | "ready" | "failed", told: any, problem: any}} Asked */

/** @param {any} api @param {any} page */
export function create(api, page) {
  /** @type {Map<string, Asked>} by turn and source: what was asked for */
  const asked = new Map();
  /** @type {Set<string>} what stands open */
  const open = new Set();

  /** @param {string} path */
  async function ask(path) {
    asked.set(path, { status: "loading", told: null, problem: null });
    page.redraw();
    await api.get(path).then(
      (/** @type {any} */ told) => asked.set(path, { status: "ready", told, problem: null }),
      (/** @type {any} */ problem) => asked.set(path, { status: "failed", told: null, problem }),
    );
    page.redraw();
  }

  return {
    actions: {
      toggle({ path }) {
        if (!open.delete(path)) open.add(path);
        if (open.has(path) && asked.get(path)?.status !== "ready") ask(path);
        page.redraw();
      },
      again: ({ path }) => ask(path),
    },

    /** @param {import("../modules/conversation.js").Turn} turn @param {import("../modules/citations.js").Source} source */
    view(turn, source) {
      if (!turn.turnId) return []; // an answer of a question list, or one that is being written: no turn to ask about
      const path = `turns/${encodeURIComponent(turn.turnId)}/sources/${source.n}/found`;
      return [whyView(path, open.has(path) ? asked.get(path) : null, page.zone())];
    },
  };
}

/** @param {string} path @param {Asked | null | undefined} asked nothing while it is closed @param {string} zone */
export function whyView(path, asked, zone) {
  const searches = asked?.told?.searches ?? [];
  const search = searches.find((/** @type {any} */ one) => one.found) ?? searches[0];
  return h("section", { class: "why", key: "why", "aria-busy": asked?.status === "loading" ? "true" : null },
    h("button", { type: "button", class: "link", "data-action": "found:toggle", "data-path": path, "aria-expanded": String(Boolean(asked)) }, say("Why this was found")),
    h("p", { class: "said", role: "status", dir: "auto" }, asked && outcome(asked, search)),
    asked?.status === "failed" && h("button", { type: "button", "data-action": "found:again", "data-path": path }, say("Try again")),
    asked?.problem?.incident && h("p", { class: "incident" }, say("Incident "), h("code", null, asked.problem.incident)),
    search && searchView(search, zone));
}

/** What became of the asking, in a sentence or two. @param {Asked} asked @param {any} search the one that finds it, else the first */
function outcome({ status, problem }, search) {
  if (status === "loading") return say("Searching again…");
  if (status === "failed") return [say("Why it was found cannot be told."), ...Object.values(problemWords(problem))].join(" ");
  if (!search) return say("The answer kept no search that could be done again.");
  if (search.found) return say("Number {place} of {hits} hits for “{words}”.", { ...search.found, words: visible(search.query) });
  return say("It is not found any more: reports that were added or withdrawn since stand in its place.");
}

/** @param {any} search @param {string} zone */
function searchView(search, zone) {
  const { found, looks } = search;
  const look = looks[found?.look ?? 0];
  const first = found ? rankRows(found, look) : [[say("Searched for"), visible(search.query)]];
  return [
    h("dl", { class: "facts" }, [...first, ...conditionRows(search, look, zone)].map(([name, value]) => h("div", null, h("dt", null, name), h("dd", { dir: "auto" }, value)))),
    found && copiesView(found.also),
    h("p", { class: "note" }, say("Searched again just now, in what was known at the moment of the answer. Reports that were added since may have changed the places.")),
  ];
}

/** @param {any} found @param {any} look @returns {[string, string][]} */
function rankRows({ lexical_rank: lexical, dense_rank: dense, score }, { ranked, reranked }) {
  const rank = (/** @type {number | null} */ at, /** @type {number} */ all) => (at ? say("{n} of {all}", { n: formatCount(at), all: formatCount(all) })
    : all ? say("not among the first {n}", { n: formatCount(all) }) : say("nothing to rank"));
  return [
    [say("By words"), rank(lexical, ranked.lexical)],
    [say("By meaning"), rank(dense, ranked.dense)],
    [say("Both together"), [score.toFixed(3), reranked === "done" && say("then ordered by a reranker")].filter(Boolean).join(", ")],
  ];
}

/** @param {any} search @param {any} look @param {string} zone @returns {[string, string][]} */
function conditionRows({ window, as_of: asOf }, { tickers, chunks, removed }, zone) {
  const parts = { open: say("the open first"), midday: say("midday first"), close: say("the close first") };
  const kept = [
    say("{n} later or replaced", { n: formatCount(removed.later_or_replaced) }),
    say("{n} outside the days", { n: formatCount(removed.outside_window) }),
    say("{n} of other instruments", { n: formatCount(removed.other_instruments) }),
  ];
  return [
    [say("Days"), window ? [windowWords(window), parts[window.part]].filter(Boolean).join(", ") : say("any time")],
    [say("Instruments"), tickers.join(", ") || say("any instrument")],
    [say("As of"), formatInstant(asOf, zone)],
    [say("Kept out"), `${kept.join(", ")}; ${say("of {n} passages held", { n: formatCount(chunks) })}`],
  ];
}

/** @param {any[]} also */
function copiesView(also) {
  if (also.length === 0) return h("p", { class: "note" }, say("It stands for no other report: no near copy was found beside it."));
  return [
    h("p", { class: "note" }, say("It stands for its near copies, which count once:")),
    h("ul", null, also.map((one) => h("li", { key: one.doc_id, dir: "auto" }, visible(one.title), h("span", { class: "by" }, visible(one.publisher))))),
  ];
}
