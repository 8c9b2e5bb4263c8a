/** Asking and stopping: one request an answer, its events handed to the state. */
import { requestOf, working } from "./conversation.js";
import { current } from "./workspace.js";

const PUT_AWAY_MS = 3000; // within this time the server has noticed that a stopped answer's reader left
const AGAIN_MS = 300;

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page @param {any} library */
export function createAsking(api, page, library) {
  /** @type {Map<string, AbortController>} turn key to what ends its request */
  const running = new Map();
  let stoppedAt = -Infinity;

  /** The request, repeated for a moment while the server still puts the stopped answer away.
   * @param {object} request @param {any} options @returns {Promise<boolean>} */
  async function send(request, options) {
    for (;;) {
      try {
        return await api.ask(request, options);
      } catch (problem) {
        if (problem?.code !== "busy" || options.signal.aborted || performance.now() - stoppedAt > PUT_AWAY_MS) throw problem;
        await new Promise((resume) => setTimeout(resume, AGAIN_MS));
      }
    }
  }

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
      const whole = await send(requestOf(state, state.turns.at(-1)), {
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
    stoppedAt = performance.now();
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
