/** The page: state in, tree out, and what the buttons do. Effects live here and in `asking.js`, `library.js`. */
import { announcement } from "./announce.js";
import { emptyView, turnsView } from "./answer.js";
import { createApi } from "./api.js";
import { createAsking } from "./asking.js";
import { without, working } from "./conversation.js";
import { fileName } from "./charts.js";
import { createDrawing } from "./drawing.js";
import { asText } from "./evidence.js";
import { createExporting, save } from "./exporting.js";
import { formatInstant, instantOf, knownZone, localOf, zoneName } from "./format.js";
import { bindKeys } from "./keyboard.js";
import { createLibrary } from "./library.js";
import { createListing } from "./listing.js";
import { listsView, listView } from "./listview.js";
import { panelView } from "./panel.js";
import { render } from "./render.js";
import { freshnessView, noticesView, sessionsView } from "./sidebar.js";
import { bindTips } from "./tips.js";
import { h } from "./tree.js";
import { presentedKey, rememberKey } from "./remembered.js";
import { EXAMPLES, problemWords } from "./words.js";
import { current, emptyWorkspace, openSource, reduce } from "./workspace.js";

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const narrow = matchMedia("(max-width: 68rem)");
const newKey = () => `k${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

let state = emptyWorkspace(newKey());
let scheduled = false;
let following = true;
const spoken = { text: "", timer: 0 };

const zone = () => knownZone(state.about?.zone);

/** @param {any} event */
function dispatch(event) {
  const before = state;
  state = reduce(state, event);
  if (state === before) return;
  if (state.current === before.current) say(announcement(current(before).turns.at(-1), current(state).turns.at(-1)));
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(show);
  }
}

/** Speaks to screen readers at most once a second, in whole sentences. @param {string} text */
function say(text) {
  if (!text) return;
  spoken.text = `${spoken.text} ${text}`.trim();
  spoken.timer ||= setTimeout(() => {
    $("live").textContent = spoken.text;
    Object.assign(spoken, { text: "", timer: 0 });
  }, 1000);
}

function show() {
  scheduled = false;
  const conversation = current(state);
  const busy = working(conversation);
  const open = openSource(state);
  render($("freshness"), freshnessView(state.about, zone(), Date.now()));
  render($("notices"), noticesView(state));
  render($("session-list"), sessionsView(state, zone()));
  render($("list-list"), listsView(state.lists, conversation.list?.batch_id));
  document.body.classList.toggle("with-list", Boolean(conversation.list));
  render($("turns"), conversationView(conversation));
  drawing.follow($("turns"));
  render($("panel"), open ? panelView(open, /** @type {any} */ (state.panel), zone()) : []);
  $("panel").hidden = !open;
  document.body.classList.toggle("with-panel", Boolean(open));
  document.body.classList.toggle("with-sessions", state.sessions.open);
  $("sessions-toggle").setAttribute("aria-expanded", String(state.sessions.open || !narrow.matches && !document.body.classList.contains("sessions-folded")));
  $("sessions").inert = narrow.matches && !state.sessions.open;
  $("scrim").hidden = !(narrow.matches && state.sessions.open);
  $("workplace").inert = narrow.matches && (Boolean(open) || state.sessions.open);
  $("send").hidden = Boolean(busy);
  $("stop").hidden = !busy;
  $("toast").textContent = state.notice;
  showAsOf(conversation);
  document.title = conversation.title ? `${conversation.title.slice(0, 60)} · rally` : "rally";
  if (following && busy) $("scroll").scrollTop = $("scroll").scrollHeight;
  $("latest").hidden = following || !busy;
}

/** @param {import("./conversation.js").Conversation} conversation */
function conversationView(conversation) {
  if (conversation.status === "loading") return [h("p", { class: "note", key: "loading" }, "Opening the session…")];
  if (conversation.status === "failed") {
    const { what, todo } = problemWords(conversation.problem);
    return [h("div", { class: "ending problem", key: "failed" }, h("p", { class: "verdict" }, what), h("p", null, `The session could not be opened. ${todo}`),
      h("button", { type: "button", "data-action": "reload" }, "Try again"))];
  }
  if (conversation.list) return [listView(conversation.list, conversation.turns, state.panel)];
  return conversation.turns.length ? turnsView(conversation, { zone: zone(), panel: state.panel }) : [emptyView(state.about, EXAMPLES)];
}

/** @param {import("./conversation.js").Conversation} conversation */
function showAsOf({ asOf }) {
  $("as-of-words").textContent = asOf ? formatInstant(asOf, zone()) : "now";
  $("as-of-zone").textContent = zoneName(zone());
  $("as-of").classList.toggle("set", Boolean(asOf));
  $("as-of-clear").hidden = !asOf;
  const local = localOf(asOf, zone());
  if (document.activeElement !== $("as-of-input") && $("as-of-input").value !== local) $("as-of-input").value = local;
}

const page = { state: () => state, dispatch, newKey, focusQuestion: () => $("question").focus(), follow: () => { following = true; }, loaded: (/** @type {string} */ key) => asking.takeUp(key) };
const api = createApi({ base: new URL("api/", document.baseURI).href, key: presentedKey });
const library = createLibrary(api, page);
const drawing = createDrawing(api);
const asking = createAsking(api, page, library);
const listing = createListing(api, page, save);
const exporting = createExporting(api, page);
const turnOf = (/** @type {string} */ key) => current(state).turns.find((turn) => turn.key === key);

/** @param {string} text @param {string} done */
async function copy(text, done = "Copied with its sources.") {
  const area = document.createElement("textarea"); // where the clipboard is not open to pages (plain http)
  const told = await (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(() => true, () => {
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  });
  notice(told ? done : "The browser did not allow copying.");
}

/** @param {string} text */
function notice(text) {
  dispatch({ type: "noticed", notice: text });
  setTimeout(() => state.notice === text && dispatch({ type: "noticed", notice: "" }), 2500);
}

function load() {
  library.loadAbout();
  library.loadSessions();
  listing.loadLists();
}

/** Shows what the address bar says. */
function follow() {
  library.follow();
  listing.follow();
}

function send() {
  const question = $("question").value.trim();
  if (!question) return;
  if (working(current(state))) return notice("Wait for the answer, or stop it first.");
  $("question").value = "";
  asking.ask(question);
}

function fold() {
  if (narrow.matches) dispatch({ type: "sessions_toggled" });
  else document.body.classList.toggle("sessions-folded");
  requestAnimationFrame(show);
}

/** @param {1 | -1} way */
function turnPage(way) {
  $("scroll").scrollBy({ top: way * 0.85 * $("scroll").clientHeight });
}

/** @param {string} question */
function refill(question) {
  $("question").value = question;
  $("question").focus();
  $("question").setSelectionRange(question.length, question.length);
}

/** Focuses what will be in the page once it is drawn, and selects what a field holds. @param {() => any} find */
const focusSoon = (find) => requestAnimationFrame(() => requestAnimationFrame(() => {
  find()?.focus();
  find()?.select?.();
}));

/** What each button and key does. @type {Record<string, (data: DOMStringMap, element?: any) => void>} */
const actions = {
  send, copy: ({ turn }) => copy(asText(turnOf(turn), zone())),
  "save-chart": ({ path, format }) => drawing.save(path, format, fileName(path, format)).catch((error) => notice(error.message || "The picture could not be made.")),
  stop: () => asking.stop(),
  "open-export": ({ turn }) => exporting.open(turn),
  share: () => exporting.share(),
  "copy-link": () => copy(exporting.link(), "The link is copied."),
  "revoke-share": () => exporting.revoke(),
  replay: ({ turn }) => asking.ask(turnOf(turn).question, turnOf(turn).overrides, { asOf: null }),
  "open-list-form": () => listing.form(),
  "close-list-form": () => $("list-form").close(),
  "send-list": (_, form) => listing.send(form),
  "open-list": ({ list }) => listing.open(list),
  "stop-list": ({ list }) => listing.change("stop", list),
  "resume-list": ({ list }) => listing.change("resume", list),
  "delete-list": ({ list }) => listing.remove(list),
  "export-list": ({ list, format }) => listing.export(list, format),
  export: ({ format }) => exporting.save(format),
  edit: ({ turn }) => refill(turnOf(turn).question),
  recall: () => refill(current(state).turns.at(-1)?.question ?? ""),
  again: ({ turn }) => asking.ask(turnOf(turn).question, turnOf(turn).overrides),
  "without-window": ({ turn }) => asking.askInstead(turnOf(turn).question, without(turnOf(turn), "window")),
  "without-ticker": ({ turn, ticker }) => asking.askInstead(turnOf(turn).question, without(turnOf(turn), { ticker })),
  example: ({ question }) => { asking.ask(question); page.focusQuestion(); },
  "open-source": ({ turn, n }, element) => library.openSource(turn, Number(n), element),
  "step-source": ({ turn, n }) => library.openSource(turn, Number(n)),
  "reload-source": () => library.openSource(state.panel.turn, state.panel.n),
  "previous-source": () => $("panel").querySelector(".steps button:nth-child(1):not([disabled])")?.click(),
  "next-source": () => $("panel").querySelector(".steps button:nth-child(2):not([disabled])")?.click(),
  "close-panel": () => library.closeSource(),
  "new-session": () => { library.newSession(); focusSoon(() => $("question")); },
  "open-session": ({ session }) => { library.openSession(session); focusSoon(() => $("question")); },
  renaming: ({ session }) => { dispatch({ type: "renaming", sessionId: session }); focusSoon(() => $("session-list").querySelector("input")); },
  deleting: ({ session }) => { dispatch({ type: "deleting", sessionId: session }); focusSoon(() => $("session-list").querySelector(".deleting [data-action=cancel-delete]")); },
  rename: ({ session }, form) => { library.rename(session, form.elements.title.value); focusSoon(() => $("session-filter")); },
  delete: ({ session }) => { library.remove(session); focusSoon(() => $("session-filter")); },
  "cancel-rename": () => { dispatch({ type: "renaming", sessionId: null }); focusSoon(() => $("session-filter")); },
  "cancel-delete": () => { dispatch({ type: "deleting", sessionId: null }); focusSoon(() => $("session-filter")); },
  reload: () => library.reload(),
  "reload-sessions": () => library.loadSessions(),
  "reload-about": load,
  "enter-key": (_, form) => { rememberKey(form.elements.key.value.trim()); load(); page.focusQuestion(); },
  "toggle-sessions": fold,
  "close-sessions": () => { dispatch({ type: "sessions_toggled", open: false }); focusSoon(() => $("sessions-toggle")); },
  "page-up": () => turnPage(-1),
  "page-down": () => turnPage(1),
  shortcuts: () => $("shortcuts").open ? $("shortcuts").close() : $("shortcuts").showModal(),
  "focus-question": () => page.focusQuestion(),
  "clear-as-of": () => { dispatch({ type: "as_of_set", asOf: null }); $("as-of-input").value = ""; $("as-of-summary").focus(); },
  latest: () => { following = true; $("scroll").scrollTop = $("scroll").scrollHeight; requestAnimationFrame(show); },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-action]");
  if (button && !button.disabled) actions[button.dataset.action]?.(button.dataset, button);
  if (!event.target.closest?.("#as-of")) $("as-of").open = false;
});
document.addEventListener("focusin", (event) => {
  if (!event.target.closest?.("#as-of")) $("as-of").open = false;
});
document.addEventListener("submit", (event) => {
  if (event.target.method === "dialog") return;
  event.preventDefault();
  actions[event.target.dataset.action]?.(event.target.dataset, event.target);
});
$("session-filter").addEventListener("input", () => dispatch({ type: "sessions_filtered", filter: $("session-filter").value }));
$("as-of-input").addEventListener("change", () => dispatch({ type: "as_of_set", asOf: instantOf($("as-of-input").value, zone()) }));
$("scroll").addEventListener("scroll", () => {
  following = $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 80;
  $("latest").hidden = following || !working(current(state));
}, { passive: true });
narrow.addEventListener("change", show);
for (const change of ["online", "offline"]) addEventListener(change, () => dispatch({ type: "went", offline: !navigator.onLine }));
addEventListener("hashchange", follow);

bindKeys(page, actions);
bindTips();
show();
load();
follow();
page.focusQuestion();
