/** The list of sessions, and the notices above a conversation. Pure. */
import { formatCount, formatDay, formatInstant, plural, visible } from "./format.js";
import { say } from "./language.js";
import { h } from "./tree.js";
import { NO_MODEL, problemWords } from "./words.js";
import { current, matching } from "./workspace.js";

/** @param {import("./workspace.js").Workspace} state @param {string} zone */
export function sessionsView(state, zone) {
  const { status, rows, filter, problem } = state.sessions;
  if (status === "loading") return [h("p", { class: "note" }, say("Loading…"))];
  if (status === "failed") {
    return [h("p", { class: "note" }, `${problemWords(problem).what} ${say("The sessions cannot be listed.")}`), h("button", { type: "button", "data-action": "reload-sessions" }, say("Try again"))];
  }
  const found = matching(rows, filter, state.sessions.found);
  if (found.length === 0) return [h("p", { class: "note" }, rows.length ? say("No session carries these words.") : say("Your sessions will be listed here."))];
  return [h("ul", null, found.map((row) => rowView(row, state, zone)))];
}

/** @param {import("./workspace.js").SessionRow} row @param {import("./workspace.js").Workspace} state @param {string} zone */
function rowView(row, state, zone) {
  const { renaming, deleting } = state.sessions;
  const id = row.session_id;
  const open = current(state).sessionId === id;
  const button = (/** @type {string} */ action, /** @type {string} */ label, /** @type {any} */ more = {}) =>
    h("button", { type: "button", class: "quiet", "data-action": action, "data-session": id, ...more }, label);
  if (renaming === id) {
    return h("li", { key: `rename-${id}`, class: "renaming" }, h("form", { "data-action": "rename", "data-session": id },
      h("input", { name: "title", value: row.title, maxlength: "80", "aria-label": say("New name"), autocomplete: "off" }),
      h("input", { name: "tags", value: (row.tags ?? []).join(", "), maxlength: "500", "aria-label": say("Tags, with commas between"), placeholder: say("Tags, with commas"), autocomplete: "off" }),
      h("div", null, h("button", { type: "submit" }, say("Rename")), button("cancel-rename", say("Cancel")))));
  }
  if (deleting === id) {
    return h("li", { key: `delete-${id}` }, h("div", { class: "deleting", role: "group", "aria-label": say("Delete {title}", { title: row.title }) },
      h("p", null, say("Delete this session and its answers?"), " ", h("bdi", null, row.title)),
      h("div", null, button("delete", say("Delete"), { class: "danger" }), button("cancel-delete", say("Keep")))));
  }
  const found = state.sessions.found.get(id);
  const tags = (row.tags ?? []).map((tag) => h("span", { class: "tag", dir: "auto" }, tag));
  return h("li", { key: id, class: open ? "open" : null },
    h("button", { type: "button", class: "session", "data-action": "open-session", "data-session": id, "data-at": found?.turn_id || null, "aria-current": open ? "true" : null },
      h("span", { class: "title", dir: "auto" }, row.title),
      found?.excerpt && h("span", { class: "excerpt", dir: "auto" }, visible(found.excerpt)),
      h("span", { class: "by" }, row.pinned && say("Pinned · "), formatInstant(row.updated_at, zone, { zone: false }), tags)),
    h("span", { class: "actions" }, button("pin-session", say(row.pinned ? "Unpin" : "Pin"), { "aria-label": `${say(row.pinned ? "Unpin" : "Pin")} ${row.title}` }), button("renaming", say("Rename"), { "aria-label": `${say("Rename")} ${row.title}` }), button("deleting", say("Delete"), { "aria-label": `${say("Delete")} ${row.title}` })));
}

/** The pinned answers of all sessions. @param {any[]} pins */
export function pinsView(pins) {
  if (pins.length === 0) return [];
  return [h("h2", { class: "label" }, say("Pinned answers")), h("ul", null, pins.map((pin) => h("li", { key: pin.turn_id },
    h("button", { type: "button", class: "session", "data-action": "open-session", "data-session": pin.session_id, "data-at": pin.turn_id },
      h("span", { class: "title", dir: "auto" }, visible(pin.question)), h("span", { class: "by", dir: "auto" }, visible(pin.note || pin.title).slice(0, 120))))))];
}

/** What the person should know about the program itself. @param {import("./workspace.js").Workspace} state */
export function noticesView({ about, aboutProblem, offline }) {
  if (offline) return [h("div", { class: "notice problem", key: "offline", role: "status" }, h("p", null, say("You are offline. What is here stays; an answer that was being written goes on when the connection is back.")))];
  if (aboutProblem?.code === "no_key") return [keyView()];
  if (aboutProblem) {
    const { what, todo } = problemWords(aboutProblem);
    return [h("div", { class: "notice problem", key: "unreachable" }, h("p", null, `${what} ${todo}`), h("button", { type: "button", "data-action": "reload-about" }, say("Try again")))];
  }
  if (about?.language_model !== false) return [];
  return [h("details", { class: "notice", key: "model" }, h("summary", null, say(NO_MODEL.short)), h("p", null, say(NO_MODEL.long)))];
}

/** Where the server's key is entered. */
function keyView() {
  return h("form", { class: "notice key", key: "key", "data-action": "enter-key" },
    h("label", { for: "key" }, say("This server asks for a key. It is kept until this tab is closed.")),
    h("div", null, h("input", { id: "key", type: "password", name: "key", autocomplete: "off" }), h("button", { type: "submit" }, say("Use this key"))));
}

/** How much is held. @param {any} about */
export function holdingsView(about) {
  if (!about?.documents) return [];
  return [[Number.isFinite(about.documents) && plural(about.documents, "report"), Number.isFinite(about.bars) && plural(about.bars, "daily price")].filter(Boolean).join(" · ")];
}

const DAY_MS = 86_400_000;

const MARKET_STATES = { __proto__: null, open: "open now", lunch: "at lunch", before_open: "not yet open", after_close: "closed", closed: "no session" };

/** What each market is doing at the moment asked from. @param {any[]} markets */
export function marketsView(markets) {
  return markets.map(({ exchange, name, state, last_session: last }) => h("span", { key: exchange, class: `market ${state}`, "data-tip": say("Last session {day}", { day: formatDay(last) }) }, `${say(name)} ${say(MARKET_STATES[state] ?? state)}`));
}

/** How new the evidence is; what is days old says so. @param {any} about @param {string} zone @param {number} now */
export function freshnessView(about, zone, now) {
  if (!about) return [];
  const newest = formatInstant(about.newest_evidence_at, zone);
  if (!newest) return [h("span", { class: "label" }, say("No evidence stored"))];
  const days = Math.floor((now - Date.parse(about.newest_evidence_at)) / DAY_MS);
  return [h("span", { class: "label" }, say("Evidence to ")), h("time", { datetime: about.newest_evidence_at }, newest), days > 2 && h("span", { class: "label" }, say(", {n} days ago", { n: formatCount(days) }))].filter(Boolean);
}
