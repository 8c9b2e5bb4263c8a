/** The page: state in, tree out, and what the buttons do. Effects live here, in `library.js`, and in the parts that are fetched when they are needed. */
import { createApi } from "./api.js";
import { working } from "./conversation.js";
import { createDesk } from "./desk.js";
import { knownZone } from "./format.js";
import { bindKeys } from "./keyboard.js";
import { begin, say } from "./language.js";
import { createLibrary } from "./library.js";
import { listsView } from "./listview.js";
import { createMoment } from "./moment.js";
import { lazily } from "./parts.js";
import { render } from "./render.js";
import { createScrolling, later } from "./scrolling.js";
import { freshnessView, holdingsView, marketsView, noticesView, pinsView, sessionsView } from "./sidebar.js";
import { h } from "./tree.js";
import { chosenLanguage, presentedKey, rememberKey, rememberLanguage } from "./remembered.js";
import { problemWords } from "./words.js";
import { current, emptyWorkspace, openSource, reduce } from "./workspace.js";

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const narrow = matchMedia("(max-width: 68rem)");
const newKey = () => `k${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

let state = emptyWorkspace(newKey());
let scheduled = false;
/** @type {any} asking and answers, once they are fetched */
let answers = null;
/** @type {any} the view of the source panel, fetched with the first source that is opened */
let panelView = null;
const spoken = { text: "", timer: 0 };

const zone = () => knownZone(state.about?.zone);

/** @param {any} event */
function dispatch(event) {
  const before = state;
  state = reduce(state, event);
  if (state === before) return;
  if (answers && state.current === before.current) speakUp(answers.announcement(current(before).turns.at(-1), current(state).turns.at(-1)));
  redraw();
}

function redraw() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(show);
}

/** Speaks to screen readers at most once a second, in whole sentences. @param {string} text */
function speakUp(text) {
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
  render($("markets"), marketsView(state.markets));
  render($("notices"), noticesView(state));
  render($("session-list"), sessionsView(state, zone()));
  render($("pin-list"), pinsView(state.pins));
  render($("list-list"), listsView(state.lists, conversation.list?.batch_id));
  document.body.classList.toggle("with-list", Boolean(conversation.list || conversation.part));
  render($("turns"), conversationView(conversation));
  answers?.followCharts($("turns"));
  showWelcome(conversation);
  render($("panel"), open && panelView ? panelView(open, /** @type {any} */ (state.panel), zone(), desk.view) : []);
  $("panel").hidden = !open || !panelView;
  document.body.classList.toggle("with-panel", Boolean(open));
  document.body.classList.toggle("with-sessions", state.sessions.open);
  $("sessions-toggle").setAttribute("aria-expanded", String(state.sessions.open || !narrow.matches && !document.body.classList.contains("sessions-folded")));
  $("sessions").inert = narrow.matches && !state.sessions.open;
  $("scrim").hidden = !(narrow.matches && state.sessions.open);
  $("workplace").inert = narrow.matches && (Boolean(open) || state.sessions.open);
  $("send").hidden = Boolean(busy);
  $("stop").hidden = !busy;
  $("toast").textContent = state.notice;
  moment.show(conversation.asOf);
  document.title = conversation.title ? `${conversation.title.slice(0, 60)} · rally` : "rally";
  scrolling.showLatest();
}

/** The page before the first question stands in its file. @param {import("./conversation.js").Conversation} conversation */
function showWelcome({ status, list, part, turns, brief }) {
  const nothing = state.about?.documents === 0;
  $("welcome").hidden = status !== "ready" || Boolean(list || part || brief || turns.length);
  $("nothing").hidden = !nothing;
  $("examples").hidden = nothing;
  render($("holdings"), holdingsView(state.about));
  document.documentElement.classList.remove("elsewhere");
}

/** @param {import("./conversation.js").Conversation} conversation */
function conversationView(conversation) {
  const { turns, list, part, brief } = conversation;
  if (conversation.status === "loading") return [h("p", { class: "note", key: "loading" }, say("Opening the session…"))];
  if (conversation.status === "failed") {
    const { what, todo } = problemWords(conversation.problem);
    return [h("div", { class: "ending problem", key: "failed" }, h("p", { class: "verdict" }, what), h("p", null, `${say("The session could not be opened.")} ${todo}`),
      conversation.problem?.code === "not_found" ? h("button", { type: "button", "data-action": "new-session" }, say("New session")) : h("button", { type: "button", "data-action": "reload" }, say("Try again")))];
  }
  if (list) return desk.view("list", list, turns, state.panel);
  if (part) return desk.view(part, conversation);
  if (!answers) return turns.length || brief ? [h("p", { class: "note", key: "loading" }, say("Loading…"))] : [];
  const compared = (/** @type {any[]} */ ...given) => desk.view("changes", ...given);
  return [...(brief ? desk.view("brief", conversation) : []), ...answers.turnsView(conversation, { zone: zone(), panel: state.panel, editing: state.editing, compared })];
}

/** @param {string} key */
async function loaded(key) {
  const part = await answering();
  if (!location.hash.includes("/t/") && !current(state).brief) scrolling.showLast();
  part?.takeUp(key);
}

const scrolling = createScrolling();
/** What the parts of the page need beside the state. */
const page = {
  redraw, state: () => state, dispatch, newKey, notice, loaded, zone, refill, focusSoon, ...scrolling,
  focusQuestion: () => $("question").focus(),
  openSession: (/** @type {string} */ id) => { library.openSession(id); library.loadSessions(); },
  askNew: (/** @type {string} */ question) => { library.newSession(); return ask(question); },
  countWatched: () => desk.countWatched(),
  loadLists: () => library.loadLists(),
  loadPins: () => library.loadPins(),
};
const api = createApi({ base: new URL("api/", document.baseURI).href, key: presentedKey });
const library = createLibrary(api, page);
const moment = createMoment(api, page);
const desk = createDesk(api, page);
const annotating = lazily(async () => (await import("./annotating.js")).createAnnotating(api, page, library), [], notice);
const listing = lazily(async () => (await import("./listing.js")).createListing(api, page), [], notice);
const panel = lazily(async () => { panelView = (await import("./panel.js")).panelView; }, ["answer", "panel"], notice);
const fetchAnswering = lazily(async () => (await import("./answering.js")).createAnswering(api, page, library, annotating), ["answer"], notice);

async function answering() {
  const part = await fetchAnswering();
  if (part && !answers) {
    answers = part;
    redraw();
  }
  return part;
}

/** @param {string} question @returns {Promise<boolean>} whether it is being asked */
async function ask(question) {
  const part = await answering();
  part?.ask(question);
  return Boolean(part);
}

/** @param {string} text */
function notice(text) {
  dispatch({ type: "noticed", notice: text });
  setTimeout(() => state.notice === text && dispatch({ type: "noticed", notice: "" }), 2500);
}

function load() {
  library.loadAbout();
  library.loadSessions();
  library.loadLists();
  library.loadPins();
  moment.loadMarkets();
  desk.countWatched();
}

/** Shows what the address bar says. */
function follow() {
  library.follow();
  if (location.hash.startsWith("#/b/")) listing().then((lists) => lists?.follow());
  desk.follow();
}

async function send() {
  const question = $("question").value.trim();
  if (!question) return;
  if (working(current(state))) return notice(say("Wait for the answer, or stop it first."));
  if (await ask(question) && $("question").value.trim() === question) $("question").value = "";
}

function fold() {
  if (narrow.matches) dispatch({ type: "sessions_toggled" });
  else document.body.classList.toggle("sessions-folded");
  requestAnimationFrame(show);
}

/** @param {string} question */
function refill(question) {
  $("question").value = question;
  $("question").focus();
  $("question").setSelectionRange(question.length, question.length);
}

/** Focuses what will be in the page once it is drawn, and selects what a field holds. @param {() => any} find */
function focusSoon(find) {
  later(() => {
    find()?.focus();
    find()?.select?.();
  });
}

const focusFilter = () => focusSoon(() => $("session-filter"));

/** Goes on from the source that is open, also where the page has not drawn it yet. @param {"previous" | "next"} way */
function stepSource(way) {
  const open = openSource(state);
  if (open?.[way]) library.openSource(open.turn.key, open[way].n);
}

/** What each button and key does, besides those of answers and of the desk. @type {Record<string, (data: DOMStringMap, element?: any) => any>} */
const actions = {
  send,
  example: (_, { textContent }) => { ask(textContent); page.focusQuestion(); },
  recall: () => refill(current(state).turns.at(-1)?.question ?? ""),
  "open-list-form": async () => (await listing())?.form(),
  "close-list-form": () => $("list-form").close(),
  "send-list": async (_, form) => (await listing())?.send(form),
  "open-list": async ({ list }) => (await listing())?.open(list),
  "stop-list": async ({ list }) => (await listing())?.change("stop", list),
  "resume-list": async ({ list }) => (await listing())?.change("resume", list),
  "delete-list": async ({ list }) => (await listing())?.remove(list),
  "export-list": async ({ list, format }) => (await listing())?.export(list, format),
  "open-source": async ({ turn, n }, element) => {
    await panel();
    if (panelView) library.openSource(turn, Number(n), element);
  },
  language: () => { rememberLanguage(language === "zh" ? "en" : "zh"); location.reload(); },
  "step-source": ({ turn, n }) => library.openSource(turn, Number(n)),
  "reload-source": () => library.openSource(state.panel.turn, state.panel.n),
  "previous-source": () => stepSource("previous"),
  "next-source": () => stepSource("next"),
  "close-panel": () => library.closeSource(),
  "new-session": () => { library.newSession(); focusSoon(() => $("question")); },
  "open-session": ({ session, at }) => { library.openSession(session, at); if (!at) focusSoon(() => $("question")); },
  "pin-session": async ({ session }) => (await annotating())?.pinSession(session),
  renaming: ({ session }) => { dispatch({ type: "renaming", sessionId: session }); focusSoon(() => $("session-list").querySelector("input")); },
  deleting: ({ session }) => { dispatch({ type: "deleting", sessionId: session }); focusSoon(() => $("session-list").querySelector(".deleting [data-action=cancel-delete]")); },
  rename: async ({ session }, form) => {
    await (await annotating())?.rename(session, form);
    focusFilter();
  },
  delete: ({ session }) => { library.remove(session); focusFilter(); },
  "cancel-rename": () => { dispatch({ type: "renaming", sessionId: null }); focusFilter(); },
  "cancel-delete": () => { dispatch({ type: "deleting", sessionId: null }); focusFilter(); },
  reload: () => library.reload(),
  "reload-sessions": () => library.loadSessions(),
  "reload-about": load,
  "enter-key": (_, form) => { rememberKey(form.elements.key.value.trim()); load(); page.focusQuestion(); },
  "toggle-sessions": fold,
  "close-sessions": () => { dispatch({ type: "sessions_toggled", open: false }); focusSoon(() => $("sessions-toggle")); },
  "page-up": () => scrolling.turnPage(-1),
  "page-down": () => scrolling.turnPage(1),
  shortcuts: () => $("shortcuts").open ? $("shortcuts").close() : $("shortcuts").showModal(),
  "focus-question": () => page.focusQuestion(),
  "clear-as-of": () => moment.clear(),
  latest: () => scrolling.toEnd(),
};

/** @param {string} action @param {DOMStringMap} [data] @param {any} [element] */
function act(action, data = {}, element = null) {
  const own = actions[action] ?? answers?.actions[action];
  if (own) own(data, element);
  else desk.act(action, data, element);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-action]");
  if (button && !button.disabled) act(button.dataset.action, button.dataset, button);
});
document.addEventListener("submit", (event) => {
  if (event.target.method === "dialog") return;
  event.preventDefault();
  act(event.target.dataset.action, event.target.dataset, event.target);
});
$("session-filter").addEventListener("input", async () => (await annotating())?.look($("session-filter").value));
narrow.addEventListener("change", show);
for (const change of ["online", "offline"]) addEventListener(change, () => dispatch({ type: "went", offline: !navigator.onLine }));
addEventListener("hashchange", follow);

const language = await begin(api, chosenLanguage());
bindKeys(page, act);
show();
page.focusQuestion();
performance.mark("usable");
load();
follow();
(globalThis.requestIdleCallback ?? setTimeout)(() => answering());
