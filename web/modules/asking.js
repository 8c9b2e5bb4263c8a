/** Asking and stopping: the events of an answer handed to the state, taken up again where a connection breaks. */
import { requestOf, working } from "./conversation.js";
import { follow } from "./following.js";
import { placeIn, waitBefore } from "./resuming.js";
import { current } from "./workspace.js";

const PUT_AWAY_MS = 3000; // within this time the server has noticed that a stopped answer's reader left
const AGAIN_MS = 300;

/** @typedef {{leave: AbortController, place: import("./resuming.js").Place, stopping: boolean}} Connection */

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page @param {any} library */
export function createAsking(api, page, library) {
  /** @type {Map<string, Connection>} by turn key */
  const running = new Map();
  let stoppedAt = -Infinity;

  const pause = (/** @type {number} */ ms) => new Promise((resume) => setTimeout(resume, ms));
  const online = () => navigator.onLine || new Promise((resume) => addEventListener("online", resume, { once: true }));

  /** The request, repeated for a moment while the server still puts the stopped answer away.
   * @param {object} request @param {any} options @returns {Promise<boolean>} */
  async function send(request, options) {
    for (;;) {
      try {
        return await follow(await api.ask(request, options.signal), options);
      } catch (problem) {
        if (problem?.code !== "busy" || options.signal.aborted || performance.now() - stoppedAt > PUT_AWAY_MS) throw problem;
        await pause(AGAIN_MS);
      }
    }
  }

  /** Until the answer ends, or it is given up: how often it was tried says how long to wait.
   * @param {any} connection @param {(event: any) => void} tell @param {any} options @returns {Promise<boolean>} */
  async function resumed({ leave, place }, tell, options) {
    let tries = 0;
    while (place.turnId) {
      const wait = waitBefore(tries);
      if (wait === null || leave.signal.aborted) return false;
      const before = place.n;
      try {
        if (await follow(await api.resume(place.turnId, place.n, options.signal), options)) return true;
      } catch (problem) {
        if (leave.signal.aborted) throw problem;
        if (!problem?.retryable) return false; // the turn is gone
      }
      tries = place.n > before ? 0 : tries + 1;
      tell({ type: "connection_lost" });
      await pause(wait);
      await online();
    }
    return false;
  }

  /** @param {string} conversation @param {string} turn @param {import("./resuming.js").Place} place
   * @param {(options: any) => Promise<boolean>} [begin] what opens the first connection; without it, a known turn is taken up */
  async function accompany(conversation, turn, place, begin) {
    const tell = (/** @type {any} */ event) => page.dispatch({ conversation, turn, ...event });
    const leave = new AbortController();
    const connection = { leave, place, stopping: false };
    const options = {
      signal: leave.signal,
      onEvent(/** @type {any} */ event) {
        Object.assign(place, placeIn(event.id, place));
        if (connection.stopping) return end(connection);
        tell({ type: "received", event });
      },
      onSession(/** @type {string} */ sessionId) {
        tell({ type: "named", sessionId });
        library.named(conversation);
      },
    };
    running.set(turn, connection);
    try {
      const whole = (begin && await begin(options)) || await resumed(connection, tell, options);
      if (!whole) tell({ type: "cut" });
    } catch (problem) {
      if (!leave.signal.aborted) tell({ type: "failed", problem });
    } finally {
      running.delete(turn);
      library.asked(conversation);
    }
  }

  /** @param {string} question @param {import("./conversation.js").Overrides} [overrides] @param {{asOf?: string | null}} [at] */
  async function ask(question, overrides = {}, { asOf = current(page.state()).asOf } = {}) {
    const conversation = current(page.state()).key;
    if (working(current(page.state()))) return;
    const turn = page.newKey();
    page.dispatch({ conversation, turn, type: "asked", question, overrides, asOf });
    page.showLast();
    const state = page.state().conversations[conversation];
    await accompany(conversation, turn, { turnId: "", n: 0 }, (options) => send(requestOf(state, state.turns.at(-1)), options));
  }

  function stop() {
    const turn = working(current(page.state()));
    if (!turn) return;
    page.dispatch({ type: "stopped", turn: turn.key });
    stoppedAt = performance.now();
    const connection = running.get(turn.key);
    if (connection) connection.stopping = true; // before its first event, the server would not know what to stop
    if (connection?.place.turnId) end(connection);
    page.focusQuestion();
  }

  /** @param {Connection} connection */
  function end({ place, leave }) {
    if (leave.signal.aborted) return;
    api.stop(place.turnId).catch(() => {}); // it also ends by itself, some seconds after its reader left
    leave.abort();
  }

  return {
    ask,
    stop,
    /** Takes up an answer that a stored session says is still being written. @param {string} conversation */
    takeUp(conversation) {
      const turn = page.state().conversations[conversation]?.turns.at(-1);
      if (turn?.status !== "elsewhere" || !turn.turnId) return;
      page.dispatch({ type: "taken_up", conversation, turn: turn.key });
      accompany(conversation, turn.key, { turnId: turn.turnId, n: 0 });
    },
    /** Asks at once, in place of the answer being written if there is one.
     * @param {string} question @param {import("./conversation.js").Overrides} overrides */
    askInstead(question, overrides) {
      stop();
      page.focusQuestion();
      return ask(question, overrides);
    },
  };
}
