/** A conversation: questions and their answers, as a function of what happened. Pure and DOM-free.
 *
 * @typedef {import("./citations.js").Source} Source
 * @typedef {import("./citations.js").Figure} Figure
 * @typedef {{label: string, first: string | null, last: string | null, part: string | null, tickers: string[], note: string}} Reading
 * @typedef {{window?: {first: string | null, last: string | null}, tickers?: string[]}} Overrides
 * @typedef {{code: string, message: string, retryable: boolean, incident: string}} Problem
 * @typedef {"working" | "done" | "stopped" | "failed" | "cut" | "elsewhere"} TurnStatus
 * @typedef {{title: string, path: string}} ChartCard `path` is below the API's address: "charts/9988.HK?from=…"
 * @typedef {{key: string, turnId: string, lost: boolean, question: string, asOf: string | null, overrides: Overrides, status: TurnStatus, stage: string,
 *   reading: Reading | null, tools: {name: string, summary: string}[], text: string, truncated: boolean,
 *   withheld: {reason: string, detail: string}[], sources: Source[], figures: Figure[], charts: ChartCard[], summary: any, problem: Problem | null, since: {n: number, state: string}[],
 *   note: string, pinned: boolean, feedback: "" | "good" | "bad"}} Turn
 * @typedef {{key: string, sessionId: string | null, title: string, status: "ready" | "loading" | "failed", problem: Problem | null,
 *   asOf: string | null, turns: Turn[], span: [number, number] | null, list?: any, part: string, brief: string | null}} Conversation
 */
import { visible } from "./format.js";
import { say } from "./language.js";

export const LONGEST_ANSWER = 100_000; // characters shown; beyond this nobody reads and the page slows down
const MOST_ROWS = 200;
const OURS = /^\/api\/(charts\/[\w.%^-]{1,60}\?[\w.:=&%+-]{1,4000})$/;
const MOST_CHARTS = 4; // of one answer
const SHOWN_TURNS = 40; // at once; the page stays quick however long the session is

/** @param {string} key @param {Partial<Conversation>} [known] @returns {Conversation} */
export function emptyConversation(key, known = {}) {
  return { key, sessionId: null, title: "", status: "ready", problem: null, asOf: null, turns: [], span: null, part: "", brief: null, ...known };
}

/** @param {string} key @param {{question: string, asOf?: string | null, overrides?: Overrides}} asked @returns {Turn} */
export function newTurn(key, { question, asOf = null, overrides = {} }) {
  return {
    key, turnId: "", lost: false, question, asOf, overrides, status: "working", stage: "reading", reading: null, tools: [], text: "", truncated: false,
    withheld: [], sources: [], figures: [], charts: [], summary: null, problem: null, since: [], note: "", pinned: false, feedback: "",
  };
}

/** A turn after one event of its stream; events not known here change nothing, and nothing follows the end.
 * @param {Turn} turn @param {{type: string, data: any}} event @returns {Turn} */
export function reduceTurn(turn, event) {
  if (turn.status !== "working") return turn;
  if (turn.lost) turn = { ...turn, lost: false };
  const data = event.data ?? {};
  switch (event.type) {
    case "status": return { ...turn, stage: String(data.stage ?? turn.stage), reading: readingOf(data.reading) ?? turn.reading };
    case "tool": return { ...turn, tools: [...turn.tools, { name: String(data.name ?? ""), summary: visible(data.summary) }].slice(-MOST_ROWS) };
    case "text": return withText(turn, visible(data.text));
    case "withheld": return { ...turn, withheld: [...turn.withheld, { reason: String(data.reason ?? ""), detail: visible(data.detail) }].slice(0, MOST_ROWS) };
    case "citations": return { ...turn, sources: rows(data.sources).filter((source) => Number.isInteger(source?.n)).sort((a, b) => a.n - b.n) };
    case "figures": return { ...turn, figures: rows(data.figures).map((figure) => ({ ...figure, text: visible(figure?.text) })) };
    case "chart": return { ...turn, charts: [...turn.charts, chartOf(data)].filter((chart) => chart !== null).slice(0, MOST_CHARTS) };
    case "done": return { ...turn, status: "done", stage: "", summary: data, turnId: String(data.turn_id || turn.turnId) };
    case "error": return data.code === "stopped" ? ended(turn, "stopped") : { ...turn, status: "failed", stage: "", problem: problemOf(data) };
    default: return turn;
  }
}

/** A conversation after something happened to it or to one of its turns.
 * @param {Conversation} state @param {any} event @returns {Conversation} */
export function reduce(state, event) {
  switch (event.type) {
    case "asked": return { ...state, span: null, title: state.title || event.question, turns: [...state.turns, newTurn(event.turn, event)] };
    case "named": return { ...state, sessionId: event.sessionId ?? state.sessionId };
    case "received": return {
      ...change(state, event.turn, (turn) => reduceTurn(turn, event.event)),
      sessionId: event.event.data?.session_id ?? state.sessionId,
    };
    case "connection_lost": return change(state, event.turn, (turn) => (turn.status === "working" && !turn.lost ? { ...turn, lost: true } : turn));
    case "taken_up": return change(state, event.turn, (turn) => (
      { ...newTurn(turn.key, turn), turnId: turn.turnId }));
    case "stopped": return change(state, event.turn, (turn) => ended(turn, "stopped"));
    case "cut": return change(state, event.turn, (turn) => ended(turn, "cut"));
    case "failed": return change(state, event.turn, (turn) => ({ ...ended(turn, "failed"), problem: problemOf(event.problem) }));
    case "annotated": return change(state, event.turn, (turn) => ({ ...turn, ...event.changes }));
    case "span_moved": return { ...state, span: moved(state, event) };
    case "as_of_set": return { ...state, asOf: event.asOf };
    case "renamed": return { ...state, title: event.title };
    case "list_loaded": return { ...state, status: "ready", problem: null, title: visible(event.list.title), list: event.list, turns: event.turns };
    case "loading": return { ...state, status: "loading", problem: null };
    case "load_failed": return { ...state, status: "failed", problem: problemOf(event.problem) };
    case "session_grown": return grown(state, event.session);
    case "loaded": return { ...state, status: "ready", problem: null, title: visible(event.session.title), turns: storedTurns(event.session), brief: event.session.brief ?? null };
    default: return state;
  }
}

/** The turns that are shown, from the first to before the last: the newest ones unless others were asked for.
 * @param {Conversation} state @returns {[number, number]} */
export function spanOf({ turns, span }) {
  return span ?? [Math.max(0, turns.length - SHOWN_TURNS), turns.length];
}

/** @param {Conversation} state @param {{more?: "earlier" | "later", at?: number}} event @returns {[number, number] | null} */
function moved(state, { more, at = -1 }) {
  const [from, to] = spanOf(state);
  if (more === "earlier") return [Math.max(0, from - SHOWN_TURNS), to];
  if (more === "later") return to + SHOWN_TURNS < state.turns.length ? [from, to + SHOWN_TURNS] : [from, state.turns.length];
  return at >= 0 && (at < from || at >= to) ? [at, Math.min(at + SHOWN_TURNS, state.turns.length)] : state.span;
}

/** The turn that is being answered, if any. @param {Conversation} state @returns {Turn | undefined} */
export function working(state) {
  return state.turns.find((turn) => turn.status === "working");
}

/** What to send to ask a turn's question again with one thing of its reading removed.
 * @param {Turn} turn @param {"window" | {ticker: string}} removed @returns {Overrides} */
export function without(turn, removed) {
  if (removed === "window") return { ...turn.overrides, window: { first: null, last: null } }; // open at both ends: any date
  return { ...turn.overrides, tickers: (turn.reading?.tickers ?? []).filter((ticker) => ticker !== removed.ticker) };
}

/** What to send to ask a turn's question again with its window or its instruments as a form has them.
 * @param {Turn} turn @param {Record<string, any>} fields @returns {Overrides} */
export function changedReading(turn, { first, last, tickers }) {
  if (tickers === undefined) return { ...turn.overrides, window: { first: first || null, last: last || null } };
  return { ...turn.overrides, tickers: String(tickers).split(/[\s,，]+/).filter(Boolean) };
}

/** The body of POST /api/chat for a turn. @param {Conversation} state @param {Turn} turn */
export function requestOf(state, turn) {
  return {
    question: turn.question,
    ...(state.sessionId ? { session_id: state.sessionId } : {}),
    ...(turn.asOf ? { as_of: turn.asOf } : {}),
    ...turn.overrides,
  };
}

/** @param {Conversation} state @param {string} key @param {(turn: Turn) => Turn} next @returns {Conversation} */
function change(state, key, next) {
  return { ...state, turns: state.turns.map((turn) => (turn.key === key ? next(turn) : turn)) };
}

/** @param {Turn} turn @param {TurnStatus} status @returns {Turn} */
function ended(turn, status) {
  return turn.status === "working" ? { ...turn, status, stage: "" } : turn;
}

/** @param {Turn} turn @param {string} text @returns {Turn} */
function withText(turn, text) {
  const whole = turn.text + text;
  if (whole.length <= LONGEST_ANSWER) return { ...turn, text: whole };
  return { ...turn, text: whole.slice(0, LONGEST_ANSWER), truncated: true };
}

/** The chart that an event offers; null unless its address is one of this server's charts.
 * @param {any} data @returns {ChartCard | null} */
export function chartOf(data) {
  const path = OURS.exec(String(data?.spec_url ?? ""))?.[1];
  return path ? { title: visible(data.title) || say("Chart"), path } : null;
}

/** @param {unknown} list @returns {any[]} */
function rows(list) {
  return Array.isArray(list) ? list.slice(0, MOST_ROWS) : [];
}

/** @param {any} data @returns {Reading | null} */
function readingOf(data) {
  if (!data || typeof data !== "object") return null;
  const tickers = rows(data.tickers).map(visible);
  return { label: visible(data.label), first: data.first ?? null, last: data.last ?? null, part: data.part ?? null, tickers, note: visible(data.note) };
}

/** @param {any} data @returns {Problem} */
export function problemOf(data) {
  return {
    code: String(data?.code ?? "unknown"), message: visible(data?.message), retryable: data?.retryable !== false, incident: visible(data?.incident),
  };
}

/** A session with the turns that it got meanwhile; those that are here stay as they are. @param {Conversation} state @param {any} session @returns {Conversation} */
function grown(state, session) {
  const here = new Set(state.turns.map((turn) => turn.turnId));
  return { ...state, brief: session.brief ?? null, turns: [...state.turns, ...storedTurns(session).filter((turn) => !here.has(turn.turnId))] };
}

/** The turns of a stored session: its events played again. @param {any} session @returns {Turn[]} */
function storedTurns(session) {
  const turns = Array.isArray(session.turns) ? session.turns : [];
  const known = turns.filter((/** @type {any} */ stored) => session.brief !== "running" || stored.state !== "running"); // a brief is followed by itself
  return known.map((/** @type {any} */ stored) => {
    const turn = newTurn(`stored-${stored.turn_id}`, { question: visible(stored.question), asOf: null });
    turn.turnId = String(stored.turn_id ?? "");
    turn.since = rows(stored.sources_since);
    Object.assign(turn, { note: visible(stored.note), pinned: stored.pinned === true, feedback: String(stored.feedback ?? "") });
    const events = Array.isArray(stored.events) ? stored.events : [];
    const played = events.reduce((state, { type, ...data }) => reduceTurn(state, { type, data: data.data ?? data }), turn);
    const told = played.text ? played : withText(played, visible(stored.answer));
    if (told.status !== "working") return told;
    return { ...told, status: { __proto__: null, stopped: "stopped", failed: "cut", running: "elsewhere" }[stored.state] ?? "done", stage: "" };
  });
}
