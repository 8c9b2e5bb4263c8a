/** Asking and stopping: one request an answer, its events handed to the state. */
import { requestOf, working } from "./conversation.js";
import { current } from "./workspace.js";

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page @param {any} library */
export function createAsking(api, page, library) {
  /** @type {Map<string, AbortController>} turn key to what ends its request */
  const running = new Map();

  /** @param {string} question @param {import("./conversation.js").Overrides} [overrides] */
  async function ask(question, overrides = {}) {
    const conversation = current(page.state()).key;
    if (working(current(page.state()))) return;
    const turn = page.newKey();
    const tell = (/** @type {any} */ event) => page.dispatch({ conversation, turn, ...event });
    tell({ type: "asked", question, overrides, asOf: current(page.state()).asOf });
    page.follow();
    const leave = new AbortController();
    running.set(turn, leave);
    try {
      const state = page.state().conversations[conversation];
      const whole = await api.ask(requestOf(state, state.turns.at(-1)), {
        signal: leave.signal,
        onEvent: (event) => tell({ type: "received", event }),
        onSession: (sessionId) => tell({ type: "named", sessionId }),
      });
      if (!whole) tell({ type: "cut" });
    } catch (problem) {
      if (!leave.signal.aborted) tell({ type: "failed", problem });
    } finally {
      running.delete(turn);
      library.asked(conversation);
    }
  }

  function stop() {
    const turn = working(current(page.state()));
    if (!turn) return;
    page.dispatch({ type: "stopped", turn: turn.key });
    running.get(turn.key)?.abort();
    page.focusQuestion();
  }

  return {
    ask,
    stop,
    /** Asks at once, in place of the answer being written if there is one.
     * @param {string} question @param {import("./conversation.js").Overrides} overrides */
    askInstead(question, overrides) {
      stop();
      page.focusQuestion();
      return ask(question, overrides);
    },
  };
}
