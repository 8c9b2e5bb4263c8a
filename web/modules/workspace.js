/** Everything the page shows besides one conversation's turns: the sessions, the open source, the program. Pure.
 *
 * @typedef {import("./conversation.js").Conversation} Conversation
 * @typedef {{session_id: string, title: string, updated_at?: string}} SessionRow
 * @typedef {{turn: string, n: number, status: "loading" | "ready" | "failed", document: any, problem: any}} Panel
 * @typedef {{about: any, aboutProblem: any, sessions: {status: string, rows: SessionRow[], filter: string, renaming: string | null,
 *   deleting: string | null, open: boolean, problem: any}, conversations: Record<string, Conversation>, current: string,
 *   panel: Panel | null, notice: string, offline: boolean, lists: any[]}} Workspace
 */
import { listTurns } from "./listview.js";
import { emptyConversation, problemOf, reduce as reduceConversation } from "./conversation.js";

/** @param {string} key @returns {Workspace} */
export function emptyWorkspace(key) {
  return {
    about: null, aboutProblem: null,
    sessions: { status: "loading", rows: [], filter: "", renaming: null, deleting: null, open: false, problem: null },
    conversations: { [key]: emptyConversation(key) }, current: key, panel: null, notice: "", offline: false, lists: [],
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
    case "sessions_filtered": return sessions({ filter: event.filter });
    case "renaming": return sessions({ renaming: event.sessionId, deleting: null });
    case "deleting": return sessions({ deleting: event.sessionId, renaming: null });
    case "session_renamed": return renamed(state, event);
    case "session_deleted": return deleted(state, event);
    case "conversation_shown": return shown(state, event);
    case "panel_opened": return { ...state, panel: { turn: event.turn, n: event.n, status: "loading", document: null, problem: null } };
    case "panel_loaded": return state.panel?.turn === event.turn && state.panel.n === event.n
      ? { ...state, panel: { ...state.panel, status: "ready", document: event.document } } : state;
    case "panel_failed": return state.panel?.turn === event.turn && state.panel.n === event.n
      ? { ...state, panel: { ...state.panel, status: "failed", problem: problemOf(event.problem) } } : state;
    case "panel_closed": return { ...state, panel: null };
    case "went": return state.offline === event.offline ? state : { ...state, offline: event.offline };
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

/** Sessions whose title carries every word of the filter.
 * @param {SessionRow[]} rows @param {string} filter @returns {SessionRow[]} */
export function matching(rows, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => words.every((word) => row.title.toLowerCase().includes(word)));
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

/** @param {Workspace} state @param {{key: string, sessionId: string | null, asOf?: string | null}} event @returns {Workspace} */
function shown(state, { key, sessionId, asOf = null }) {
  const kept = state.conversations[key] ?? emptyConversation(key, { sessionId, asOf });
  return {
    ...state, conversations: { ...state.conversations, [key]: kept }, current: key, panel: null,
    sessions: { ...state.sessions, open: false, renaming: null, deleting: null },
  };
}

/** @param {Workspace} state @param {{sessionId: string, title: string}} event @returns {Workspace} */
function renamed(state, { sessionId, title }) {
  const rows = state.sessions.rows.map((row) => (row.session_id === sessionId ? { ...row, title } : row));
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
