/** Watched questions: asked again when new evidence came, with how their answers changed. */
import { formatInstant, plural, visible } from "../modules/format.js";
import { say } from "../modules/language.js";
import { h } from "../modules/tree.js";
import { abstentionWords } from "../modules/verdicts.js";
import { problemWords } from "../modules/words.js";
import { current } from "../modules/workspace.js";
import { differenceLines } from "./differences.js";

/** @param {any} api @param {any} page */
export function create(api, page) {
  const words = (/** @type {any} */ problem) => Object.values(problemWords(problem)).filter(Boolean).join(" ");
  /** @type {{status: string, rows: any[], problem: any}} */
  let state = { status: "loading", rows: [], problem: null };

  async function load() {
    await api.get("watched").then(
      ({ watched }) => { state = { status: "ready", rows: watched, problem: null }; },
      (problem) => { state = { status: "failed", rows: [], problem }; },
    );
    page.redraw();
    page.countWatched();
  }

  /** @param {Promise<any>} asked @param {string} [done] */
  const then = (asked, done = "") => asked.then(
    () => {
      if (done) page.notice(done);
      return load();
    },
    (problem) => page.notice(words(problem)),
  );
  const at = (/** @type {string | undefined} */ id, more = "") => `watched/${encodeURIComponent(id ?? "")}${more}`;

  return {
    shown: load,

    actions: {
      reload: load,

      /** The question of an answer, with what the reader had set. */
      async add({ turn }) {
        const { turnId, overrides } = current(page.state()).turns.find((one) => one.key === turn) ?? { turnId: "", overrides: {} };
        await then(api.send("POST", "watched", { turn_id: turnId, ...overrides }), say("Watched: you will find it under Watched questions when its answer changes."));
      },

      /** @param {DOMStringMap} _ @param {HTMLFormElement} form */
      async put(_, form) {
        const question = /** @type {any} */ (form.elements).question.value.trim();
        if (!question) return;
        await then(api.send("POST", "watched", { question }), say("Watched from now on."));
        form.reset();
      },

      remove: ({ watch }) => then(api.send("DELETE", at(watch))),
      seen: ({ watch }) => then(api.send("POST", at(watch, "/seen"))),
      ask: ({ question }) => page.askNew(question),
    },

    view: () => [watchedView(state, page.zone())],
  };
}

/** @param {{status: string, rows: any[], problem: any}} state @param {string} zone */
export function watchedView({ status, rows, problem }, zone) {
  return h("section", { class: "part", key: "watched" },
    h("h2", null, say("Watched questions")),
    h("p", { class: "note" }, say("Each is asked again when new reports or prices came, and is told here only when its answer changed.")),
    h("form", { class: "inline", "data-action": "watched:put" },
      h("input", { name: "question", type: "text", "aria-label": say("A question to watch"), placeholder: say("A question to watch"), maxlength: "4000", autocomplete: "off", dir: "auto" }),
      h("button", { type: "submit" }, say("Watch"))),
    status === "loading" && h("p", { class: "note" }, say("Loading…")),
    status === "failed" && h("div", { class: "ending problem" }, h("p", null, Object.values(problemWords(problem)).join(" ")), h("button", { type: "button", "data-action": "watched:reload" }, say("Try again"))),
    status === "ready" && rows.length === 0 && h("p", { class: "note" }, say("None yet. Below an answer, “Watch” puts its question here.")),
    h("ul", { class: "rows" }, rows.map((row) => rowView(row, zone))));
}

/** @param {any} row @param {string} zone */
function rowView(row, zone) {
  const button = (/** @type {string} */ action, /** @type {string} */ label, /** @type {any} */ more = {}) =>
    h("button", { type: "button", class: "quiet", "data-action": `watched:${action}`, "data-watch": row.watch_id, ...more }, label);
  return h("li", { key: row.watch_id, class: row.unseen ? "fresh" : null },
    h("h3", { dir: "auto" }, visible(row.question)),
    h("p", { class: "note" }, row.unseen ? h("strong", null, `${say("{changes} not seen yet.", { changes: plural(row.unseen, "change") })} `) : "", row.asked_at ? say("Asked {moment}.", { moment: formatInstant(row.asked_at, zone) }) : say("To be asked soon.")),
    answerView(row.answer),
    row.changes.length > 0 && h("details", { key: `changes-${row.watch_id}` }, h("summary", null, plural(row.changes.length, "change")),
      row.changes.map((/** @type {any} */ change) => h("div", { class: "change", key: change.changed_at },
        h("h4", null, formatInstant(change.changed_at, zone)),
        h("ul", null, differenceLines(change.differences).map((line) => h("li", { dir: "auto" }, line))),
        h("div", { class: "beside" }, h("div", null, h("h5", null, say("Before")), answerView(change.before)), h("div", null, h("h5", null, say("After")), answerView(change.after)))))),
    h("div", { class: "actions" }, button("ask", say("Ask now"), { "data-question": row.question }), row.unseen > 0 && button("seen", say("Mark as seen")), button("remove", say("Stop watching"))));
}

/** @param {any} answer */
function answerView(answer) {
  if (!answer) return h("p", { class: "note" }, say("No answer yet."));
  const why = answer.reason && h("p", { class: "verdict" }, abstentionWords(answer.reason).heading);
  return h("div", { class: "said" }, why, visible(answer.text).split("\n").filter(Boolean).map((/** @type {string} */ line) => h("p", { dir: "auto" }, line)));
}
