/** Everything the page shows besides one conversation's turns: the sessions, the open source, the program. Pure.
 *
 * @typedef {import("./conversation.js").Conversation} Conversation
 * @typedef {{session_id: string, title: string, updated_at?: string, pinned?: boolean, tags?: string[]}} SessionRow
 * @typedef {{turn_id: string, excerpt: string}} Found a turn of a session that carries the words looked for
 * @typedef {{turn: string, n: number, status: "loading" | "ready" | "failed", document: any, problem: any}} Panel
 * @typedef {{about: any, aboutProblem: any, sessions: {status: string, rows: SessionRow[], filter: string, renaming: string | null,
 *   deleting: string | null, open: boolean, problem: any, found: Map<string, Found>}, conversations: Record<string, Conversation>, current: string,
 *   panel: Panel | null, notice: string, offline: boolean, lists: any[], pins: any[], markets: any[], editing: Editing | null}} Workspace
 * @typedef {{turn: string, part: "window" | "tickers" | "note"}} Editing what of a turn stands in a field
 */
import { listTurns } from "./listview.js";
import { emptyConversation, problemOf, reduce as reduceConversation } from "./conversation.js";

/** @param {string} key @returns {Workspace} */
export function emptyWorkspace(key) {
  return {
    about: null, aboutProblem: null,
    sessions: { status: "loading", rows: [], filter: "", renaming: null, deleting: null, open: false, problem: null, found: new Map() },
    conversations: { [key]: emptyConversation(key) }, current: key, panel: null, notice: "", offline: false, lists: [], pins: [], markets: [], editing: null,
  };
}

/** @param {Workspace} state @param {any} event @returns {Workspace} */
export function reduce(state, event) {
  const sessions = (/** @type {Partial<Workspace["sessions"]>} */ next) => ({ ...state, sessions: { ...state.sessions, ...next } });
  switch (event.type) {
    case "about": return { ...state, about: event.about, aboutProblem: null };
    case "about_failed": return { ...state, aboutProblem: problemOf(event.problem) };
    case "sessions_loaded": return sessions({ status: "ready", rows: event.rows, problem: null });
    case "sessions_failed": return sessions({ status: "failed", problem: problemOf(event.problem) });
    case "sessions_toggled": return sessions({ open: event.open ?? !state.sessions.open });
    case "sessions_filtered": return sessions({ filter: event.filter, found: event.filter.trim() ? state.sessions.found : new Map() });
    case "sessions_found": return state.sessions.filter === event.filter ? sessions({ found: event.found }) : state;
    case "renaming": return sessions({ renaming: event.sessionId, deleting: null });
    case "deleting": return sessions({ deleting: event.sessionId, renaming: null });
    case "session_changed": return changed(state, event);
    case "session_deleted": return deleted(state, event);
    case "conversation_shown": return shown(state, event);
    case "panel_opened": return { ...state, panel: { turn: event.turn, n: event.n, status: "loading", document: null, problem: null } };
    case "panel_loaded": return state.panel?.turn === event.turn && state.panel.n === event.n
      ? { ...state, panel: { ...state.panel, status: "ready", document: event.document } } : state;
    case "panel_failed": return state.panel?.turn === event.turn && state.panel.n === event.n
      ? { ...state, panel: { ...state.panel, status: "failed", problem: problemOf(event.problem) } } : state;
    case "panel_closed": return { ...state, panel: null };
    case "went": return state.offline === event.offline ? state : { ...state, offline: event.offline };
    case "editing": return { ...state, editing: event.turn ? { turn: event.turn, part: event.part } : null };
    case "pins_loaded": return { ...state, pins: event.pins };
    case "markets": return { ...state, markets: event.markets };
    case "lists_loaded": return { ...state, lists: event.lists };
    case "list_loaded": return inConversation(state, { ...event, turns: listTurns(event.list, state.conversations[event.conversation]?.turns ?? []) });
    case "noticed": return { ...state, notice: event.notice };
    default: return inConversation(state, event);
  }
}

/** The conversation on the page. @param {Workspace} state @returns {Conversation} */
export function current(state) {
  return state.conversations[state.current];
}

/** Sessions whose title or tags carry every word of the filter, and those whose answers do.
 * @param {SessionRow[]} rows @param {string} filter @param {Map<string, Found>} [found] @returns {SessionRow[]} */
export function matching(rows, filter, found = new Map()) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const own = (/** @type {SessionRow} */ row) => [row.title, ...row.tags ?? []].join(" ").toLowerCase();
  return rows.filter((row) => found.has(row.session_id) || words.every((word) => own(row).includes(word)));
}

/** The source that the panel shows. @param {Workspace} state */
export function openSource(state) {
  const turn = current(state).turns.find((one) => one.key === state.panel?.turn);
  const at = turn ? turn.sources.findIndex((source) => source.n === state.panel?.n) : -1;
  return at < 0 ? null : { turn, source: turn.sources[at], previous: turn.sources[at - 1] ?? null, next: turn.sources[at + 1] ?? null };
}

/** @param {Workspace} state @param {any} event @returns {Workspace} */
function inConversation(state, event) {
  const before = state.conversations[event.conversation ?? state.current];
  const after = before && reduceConversation(before, event);
  return !before || after === before ? state : { ...state, conversations: { ...state.conversations, [before.key]: after } };
}

/** @param {Workspace} state @param {{key: string, sessionId: string | null, asOf?: string | null, part?: string}} event @returns {Workspace} */
function shown(state, { key, sessionId, asOf = null, part = "" }) {
  const kept = state.conversations[key] ?? emptyConversation(key, { sessionId, asOf, part });
  return {
    ...state, conversations: { ...state.conversations, [key]: kept }, current: key, panel: null, editing: null,
    sessions: { ...state.sessions, open: false, renaming: null, deleting: null },
  };
}

/** @param {Workspace} state @param {{session: SessionRow}} event @returns {Workspace} */
function changed(state, { session }) {
  const { session_id: sessionId, title } = session;
  const rows = state.sessions.rows.map((row) => (row.session_id === sessionId ? { ...row, ...session } : row));
  const conversations = Object.fromEntries(Object.entries(state.conversations).map(([key, one]) => [
    key, one.sessionId === sessionId ? { ...one, title } : one,
  ]));
  return { ...state, conversations, sessions: { ...state.sessions, rows, renaming: null } };
}

/** @param {Workspace} state @param {{sessionId: string, key: string}} event `key` names the empty conversation that takes its place
 * @returns {Workspace} */
function deleted(state, { sessionId, key }) {
  const rows = state.sessions.rows.filter((row) => row.session_id !== sessionId);
  const gone = current(state).sessionId === sessionId;
  const kept = Object.entries(state.conversations).filter(([, one]) => one.sessionId !== sessionId);
  const conversations = gone ? { ...Object.fromEntries(kept), [key]: emptyConversation(key) } : Object.fromEntries(kept);
  return {
    ...state, conversations, current: gone ? key : state.current, panel: gone ? null : state.panel,
    sessions: { ...state.sessions, rows, deleting: null },
  };
}
