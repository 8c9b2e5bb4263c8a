/** Asking, and what can be done with an answer: fetched as soon as the page stands, before the first question if it can. */
import { announcement } from "./announce.js";
import { turnsView } from "./answer.js";
import { createAsking } from "./asking.js";
import { fileName } from "./charts.js";
import { changedReading, without } from "./conversation.js";
import { say } from "./language.js";
import { lazily } from "./parts.js";
import { bindTips } from "./tips.js";
import { current } from "./workspace.js";

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page @param {any} library @param {() => Promise<any>} annotating */
export function createAnswering(api, page, library, annotating) {
  const asking = createAsking(api, page, library);
  const drawing = lazily(async () => (await import("./drawing.js")).createDrawing(api), [], page.notice);
  const exporting = lazily(async () => (await import("./exporting.js")).createExporting(api, page), [], page.notice);
  const copying = lazily(() => import("./copying.js"), [], page.notice);
  const turnOf = (/** @type {string} */ key) => current(page.state()).turns.find((turn) => turn.key === key);
  let charted = false;
  bindTips();

  /** @param {string} text @param {string} done */
  const copy = async (text, done) => page.notice(await (await copying())?.copied(text) ? done : say("The browser did not allow copying."));

  /** @param {string} turn @param {"window" | "tickers" | "note"} part */
  function editPart(turn, part) {
    page.dispatch({ type: "editing", turn, part });
    page.focusSoon(() => document.querySelector(`form[data-turn="${CSS.escape(turn)}"] :is(input, textarea)`));
  }

  return {
    ...asking,
    announcement,
    turnsView,

    /** Draws the charts that came into the page. @param {HTMLElement} turns */
    followCharts(turns) {
      if (charted ||= Boolean(turns.querySelector("[data-chart]"))) drawing().then((charts) => charts?.follow(turns));
    },

    /** What each button of an answer does. @type {Record<string, (data: DOMStringMap, element?: any) => any>} */
    actions: {
      copy: async ({ turn }) => copy((await copying())?.asText(turnOf(turn), page.zone()) ?? "", say("Copied with its sources.")),
      link: ({ turn }) => copy(library.link(turnOf(turn).turnId), say("The link to this answer is copied.")),
      "save-chart": async ({ path, format }) => (await drawing())?.save(path, format, fileName(path, format)).catch((/** @type {any} */ error) => page.notice(error.message || say("The picture could not be made."))),
      pin: async ({ turn }) => (await annotating())?.pin(turn),
      note: ({ turn }) => editPart(turn, "note"),
      "keep-note": async ({ turn }, form) => (await annotating())?.annotate(turn, { note: form.elements.note.value }),
      judge: async ({ turn, feedback }) => (await annotating())?.judge(turn, feedback),
      "edit-reading": ({ turn, part }) => editPart(turn, /** @type {any} */ (part)),
      "change-reading": ({ turn }, form) => asking.askInstead(turnOf(turn).question, changedReading(turnOf(turn), Object.fromEntries(new FormData(form)))),
      "without-window": ({ turn }) => asking.askInstead(turnOf(turn).question, without(turnOf(turn), "window")),
      "without-ticker": ({ turn, ticker }) => asking.askInstead(turnOf(turn).question, without(turnOf(turn), { ticker })),
      "cancel-edit": () => { page.dispatch({ type: "editing" }); page.focusQuestion(); },
      "show-others": ({ more }) => page.dispatch({ type: "span_moved", more }),
      edit: ({ turn }) => page.refill(turnOf(turn).question),
      again: ({ turn }) => asking.ask(turnOf(turn).question, turnOf(turn).overrides),
      replay: ({ turn }) => asking.ask(turnOf(turn).question, turnOf(turn).overrides, { asOf: null }),
      stop: () => asking.stop(),
      "open-export": async ({ turn }) => (await exporting())?.open(turn),
      export: async ({ format }) => (await exporting())?.save(format),
      share: async () => (await exporting())?.share(),
      "copy-link": async () => copy((await exporting())?.link(), say("The link is copied.")),
      "revoke-share": async () => (await exporting())?.revoke(),
    },
  };
}
