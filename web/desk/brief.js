/** Morning briefs: the form that begins one, and what stands above its answers. */
import { formatInstant, plural, visible } from "../modules/format.js";
import { say } from "../modules/language.js";
import { render } from "../modules/render.js";
import { h } from "../modules/tree.js";
import { abstentionWords } from "../modules/verdicts.js";
import { problemWords } from "../modules/words.js";
import { current } from "../modules/workspace.js";

const LOOK_MS = 700;

/** @param {any} api @param {any} page */
export function create(api, page) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("desk-form"));
  const words = (/** @type {any} */ problem) => Object.values(problemWords(problem)).filter(Boolean).join(" ");
  /** @type {Map<string, any>} by session */
  const briefs = new Map();
  /** @type {Set<string>} */
  const looking = new Set();
  /** @type {Set<string>} */
  const lost = new Set();
  /** @type {Record<string, string[]>} */
  let lists = {};
  let said = "";

  /** Until every question is answered, or another conversation is shown. @param {string} sessionId @param {string} key */
  async function look(sessionId, key) {
    if (looking.has(sessionId)) return;
    looking.add(sessionId);
    try {
      while (current(page.state()).sessionId === sessionId) {
        const before = briefs.get(sessionId)?.answered;
        const brief = await api.get(`briefs/${encodeURIComponent(sessionId)}`);
        briefs.set(sessionId, brief);
        if (before !== undefined && brief.answered > before) {
          page.dispatch({ type: "session_grown", conversation: key, session: await api.session(sessionId) });
        }
        page.redraw();
        if (brief.state !== "running") return;
        await new Promise((resume) => setTimeout(resume, LOOK_MS));
      }
    } catch (problem) {
      lost.add(sessionId);
      page.notice(words(problem));
    } finally {
      looking.delete(sessionId);
    }
  }

  const draw = () => render(dialog, formView(lists, said));
  const input = () => /** @type {any} */ (dialog.querySelector("[name=instruments]"));

  return {
    actions: {
      async form() {
        said = "";
        draw();
        dialog.showModal();
        await api.get("briefs/watchlists").then(
          ({ watchlists, usual }) => {
            lists = watchlists;
            draw();
            if (!input().value && usual) input().value = lists[usual].join(", ");
          },
          (problem) => { said = words(problem); draw(); },
        );
      },

      close: () => dialog.close(),

      fill: ({ list }) => { input().value = lists[list ?? ""].join(", "); },

      /** @param {DOMStringMap} _ @param {HTMLFormElement} form */
      async start(_, form) {
        const { instruments, first, last } = /** @type {any} */ (Object.fromEntries(new FormData(form)));
        const tickers = instruments.split(/[\s,，;]+/).filter(Boolean);
        const name = Object.keys(lists).find((list) => lists[list].join() === tickers.join());
        const { asOf } = current(page.state());
        said = say("Looking for what is new…");
        draw();
        await api.send("POST", "briefs", {
          ...(name ? { watchlist: name } : { instruments: tickers }), ...(first ? { first } : {}), ...(last ? { last } : {}), ...(asOf ? { as_of: asOf } : {}),
        }).then(
          (brief) => {
            said = brief.session_id ? "" : nothingNew(brief, page.zone());
            draw();
            if (!brief.session_id) return;
            dialog.close();
            page.openSession(brief.session_id);
          },
          (problem) => { said = words(problem); draw(); },
        );
      },

      async stop({ session }) {
        await api.send("POST", `briefs/${encodeURIComponent(session ?? "")}/stop`).catch((problem) => page.notice(words(problem)));
      },
    },

    /** @param {import("../modules/conversation.js").Conversation} conversation */
    view(conversation) {
      const id = conversation.sessionId ?? "";
      const brief = briefs.get(id);
      if (!lost.has(id) && (!brief || brief.state === "running")) look(id, conversation.key);
      return brief ? [headView(brief, conversation.turns, page.zone())] : [];
    },
  };
}

/** What is above a brief's answers: its time, what is new, and each question with what came of it.
 * @param {any} brief @param {import("../modules/conversation.js").Turn[]} turns @param {string} zone */
export function headView(brief, turns, zone) {
  const found = new Map(turns.map((turn) => [turn.turnId, turn]));
  const tickers = [...new Set(brief.questions.map((/** @type {any} */ one) => one.ticker))];
  const groups = tickers.map((ticker) => [ticker, brief.questions.filter((/** @type {any} */ one) => one.ticker === ticker)]);
  const running = brief.state === "running";
  return h("section", { class: "brief", key: `brief-${brief.session_id}`, "aria-label": say("Brief") },
    h("p", { class: "verdict" }, `${say("Brief")} ${[visible(brief.watchlist), visible(brief.window.label)].filter(Boolean).join(", ")}`),
    h("p", { class: "note" }, say("As of {moment}. New: {reports}, {prices}.", { moment: formatInstant(brief.as_of, zone), reports: plural(brief.new.reports, "report"), prices: plural(brief.new.bars, "daily price") })),
    h("p", { class: "note", role: "status" }, running ? say("{n} of {all} answered", { n: brief.answered, all: brief.total }) : brief.state === "stopped" ? say("Stopped after {n} of {all}.", { n: brief.answered, all: brief.total }) : "",
      running && h("button", { type: "button", class: "quiet", "data-action": "brief:stop", "data-session": brief.session_id }, say("Stop"))),
    h("div", { class: "overview" }, groups.map(([ticker, questions]) => h("div", { key: ticker || "once" },
      h("h3", null, ticker ? [visible(brief.names[ticker] ?? ticker), " ", h("span", { class: "n" }, ticker)] : say("All together")),
      h("ul", null, questions.map((/** @type {any} */ one) => questionView(one, found.get(one.turn_id), brief.session_id)))))),
    brief.silent.length > 0 && h("p", { class: "note" }, say("Nothing new about {names}.", { names: brief.silent.map((/** @type {string} */ one) => visible(brief.names[one] ?? one)).join(say(", ")) })));
}

/** @param {any} asked @param {import("../modules/conversation.js").Turn | undefined} turn @param {string} session */
function questionView(asked, turn, session) {
  if (!turn) return h("li", { class: "waiting" }, visible(asked.question), h("span", { class: "unseen" }, ` ${say("waiting")}`));
  const outcome = turn.status !== "done" ? say("not answered") : turn.summary?.abstained ? abstentionWords(turn.summary.reason).heading.toLowerCase() : "";
  return h("li", { class: outcome ? "without" : null },
    h("button", { type: "button", class: "quiet", "data-action": "open-session", "data-session": session, "data-at": turn.turnId, dir: "auto" }, visible(asked.question)),
    outcome && h("span", { class: "by" }, ` ${outcome}`));
}

/** @param {any} brief @param {string} zone */
function nothingNew(brief, zone) {
  const newest = formatInstant(brief.newest_evidence_at, zone);
  const nothing = say("Nothing new {when}: no report and no price became known.", { when: visible(brief.window.label) });
  return `${nothing} ${newest ? say("The newest report held is of {moment}.", { moment: newest }) : say("No report is held yet.")}`;
}

/** @param {Record<string, string[]>} lists @param {string} said */
function formView(lists, said) {
  const day = (/** @type {string} */ name, /** @type {string} */ label) => h("label", null, label, " ", h("input", { type: "date", name }));
  return [
    h("h2", { id: "desk-form-title" }, say("Morning brief")),
    h("form", { class: "stacked", "data-action": "brief:start" },
      h("label", { for: "brief-instruments" }, say("Instruments")),
      h("input", { id: "brief-instruments", name: "instruments", type: "text", placeholder: "9988.HK, BABA", autocomplete: "off", maxlength: "600" }),
      h("div", { class: "row-of" }, Object.keys(lists).map((name) => h("button", { type: "button", "data-action": "brief:fill", "data-list": name, key: name }, visible(name)))),
      h("p", { class: "note" }, say("Without any, the brief is about those that the new reports speak of most.")),
      h("div", { class: "row-of" }, day("first", say("From")), day("last", say("to"))),
      h("p", { class: "note" }, say("Without days, it covers the time since trading last ended.")),
      h("p", { class: "note", role: "status", id: "brief-said" }, said),
      h("div", { class: "row-of" }, h("button", { type: "submit", class: "strong" }, say("Make the brief")), h("button", { type: "button", "data-action": "brief:close" }, say("Close")))),
  ];
}
