/** The page: state in, tree out, and what the buttons do. Effects live here and in `asking.js`, `library.js`. */
import { announcement } from "./announce.js";
import { emptyView, turnsView } from "./answer.js";
import { createAnnotating } from "./annotating.js";
import { createApi } from "./api.js";
import { createAsking } from "./asking.js";
import { changedReading, without, working } from "./conversation.js";
import { copied } from "./copying.js";
import { fileName } from "./charts.js";
import { createDesk } from "./desk.js";
import { asText } from "./evidence.js";
import { knownZone } from "./format.js";
import { bindKeys } from "./keyboard.js";
import { begin, say } from "./language.js";
import { createLibrary } from "./library.js";
import { listsView } from "./listview.js";
import { createMoment } from "./moment.js";
import { render } from "./render.js";
import { save } from "./saving.js";
import { createScrolling, later } from "./scrolling.js";
import { freshnessView, marketsView, noticesView, pinsView, sessionsView } from "./sidebar.js";
import { bindTips } from "./tips.js";
import { h } from "./tree.js";
import { chosenLanguage, presentedKey, rememberKey, rememberLanguage } from "./remembered.js";
import { EXAMPLES, problemWords } from "./words.js";
import { current, emptyWorkspace, openSource, reduce } from "./workspace.js";

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const narrow = matchMedia("(max-width: 68rem)");
const newKey = () => `k${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

let state = emptyWorkspace(newKey());
let scheduled = false;
let charted = false;
/** @type {any} the view of the source panel, fetched with the first source that is opened */
let panelView = null;
const spoken = { text: "", timer: 0 };

const zone = () => knownZone(state.about?.zone);

/** @param {any} event */
function dispatch(event) {
  const before = state;
  state = reduce(state, event);
  if (state === before) return;
  if (state.current === before.current) speakUp(announcement(current(before).turns.at(-1), current(state).turns.at(-1)));
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
  if (charted ||= Boolean($("turns").querySelector("[data-chart]"))) drawing().then((charts) => charts.follow($("turns")));
  render($("panel"), open && panelView ? panelView(open, /** @type {any} */ (state.panel), zone()) : []);
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

/** @param {import("./conversation.js").Conversation} conversation */
function conversationView(conversation) {
  if (conversation.status === "loading") return [h("p", { class: "note", key: "loading" }, say("Opening the session…"))];
  if (conversation.status === "failed") {
    const { what, todo } = problemWords(conversation.problem);
    return [h("div", { class: "ending problem", key: "failed" }, h("p", { class: "verdict" }, what), h("p", null, `${say("The session could not be opened.")} ${todo}`),
      h("button", { type: "button", "data-action": "reload" }, say("Try again")))];
  }
  if (conversation.list) return desk.view("list", conversation.list, conversation.turns, state.panel);
  if (conversation.part) return desk.view(conversation.part, conversation);
  if (!conversation.turns.length && !conversation.brief) return [emptyView(state.about, EXAMPLES)];
  const compared = (/** @type {any[]} */ ...turns) => desk.view("changes", ...turns);
  return [...(conversation.brief ? desk.view("brief", conversation) : []), ...turnsView(conversation, { zone: zone(), panel: state.panel, editing: state.editing, compared })];
}

/** @param {string} key */
function loaded(key) {
  if (!location.hash.includes("/t/") && !current(state).brief) scrolling.showLast();
  asking.takeUp(key);
}

const scrolling = createScrolling();
/** What the parts of the desk need beside the state. */
const services = {
  redraw,
  openSession: (/** @type {string} */ id) => { library.openSession(id); library.loadSessions(); },
  askNew: (/** @type {string} */ question) => { library.newSession(); asking.ask(question); },
  countWatched: () => desk.countWatched(),
};
const page = { ...services, state: () => state, dispatch, newKey, notice, loaded, zone, ...scrolling, focusQuestion: () => $("question").focus() };
const api = createApi({ base: new URL("api/", document.baseURI).href, key: presentedKey });
const library = createLibrary(api, page);
const asking = createAsking(api, page, library);
const annotating = createAnnotating(api, page, library.tell);
const moment = createMoment(api, page);
const desk = createDesk(api, page);
/** Parts that are fetched when they are first needed. */
const lazily = (/** @type {() => Promise<any>} */ load) => {
  /** @type {Promise<any> | null} */
  let part = null;
  return () => (part ??= load());
};
const listing = lazily(async () => (await import("./listing.js")).createListing(api, page, save));
const drawing = lazily(async () => (await import("./drawing.js")).createDrawing(api));
const exporting = lazily(async () => (await import("./exporting.js")).createExporting(api, page));
const turnOf = (/** @type {string} */ key) => current(state).turns.find((turn) => turn.key === key);

/** @param {string} text @param {string} done */
const copy = async (text, done = say("Copied with its sources.")) => notice(await copied(text) ? done : say("The browser did not allow copying."));

/** @param {string} text */
function notice(text) {
  dispatch({ type: "noticed", notice: text });
  setTimeout(() => state.notice === text && dispatch({ type: "noticed", notice: "" }), 2500);
}

function load() {
  library.loadAbout();
  library.loadSessions();
  listing().then((lists) => lists.loadLists());
  annotating.loadPins();
  moment.loadMarkets();
  desk.countWatched();
}

/** Shows what the address bar says. */
function follow() {
  library.follow();
  listing().then((lists) => lists.follow());
  desk.follow();
}

function send() {
  const question = $("question").value.trim();
  if (!question) return;
  if (working(current(state))) return notice(say("Wait for the answer, or stop it first."));
  $("question").value = "";
  asking.ask(question);
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
const focusSoon = (find) => later(() => {
  find()?.focus();
  find()?.select?.();
});

/** @param {string} turn @param {"window" | "tickers" | "note"} part */
function editPart(turn, part) {
  dispatch({ type: "editing", turn, part });
  focusSoon(() => document.querySelector(`form[data-turn="${CSS.escape(turn)}"] :is(input, textarea)`));
}

/** What each button and key does. @type {Record<string, (data: DOMStringMap, element?: any) => void>} */
const actions = {
  send, copy: ({ turn }) => copy(asText(turnOf(turn), zone())),
  "save-chart": ({ path, format }) => drawing().then((charts) => charts.save(path, format, fileName(path, format))).catch((error) => notice(error.message || say("The picture could not be made."))),
  stop: () => asking.stop(),
  link: ({ turn }) => copy(library.link(turnOf(turn).turnId), say("The link to this answer is copied.")),
  pin: ({ turn }) => annotating.pin(turn),
  note: ({ turn }) => editPart(turn, "note"),
  "keep-note": ({ turn }, form) => annotating.annotate(turn, { note: form.elements.note.value }),
  judge: ({ turn, feedback }) => annotating.judge(turn, feedback),
  "edit-reading": ({ turn, part }) => editPart(turn, part),
  "change-reading": ({ turn }, form) => asking.askInstead(turnOf(turn).question, changedReading(turnOf(turn), Object.fromEntries(new FormData(form)))),
  "show-others": ({ more }) => dispatch({ type: "span_moved", more }),
  "cancel-edit": () => { dispatch({ type: "editing" }); page.focusQuestion(); },
  "open-export": async ({ turn }) => (await exporting()).open(turn),
  share: async () => (await exporting()).share(),
  "copy-link": async () => copy((await exporting()).link(), say("The link is copied.")),
  "revoke-share": async () => (await exporting()).revoke(),
  replay: ({ turn }) => asking.ask(turnOf(turn).question, turnOf(turn).overrides, { asOf: null }),
  "open-list-form": () => listing().then((lists) => lists.form()),
  "close-list-form": () => $("list-form").close(),
  "send-list": (_, form) => listing().then((lists) => lists.send(form)),
  "open-list": ({ list }) => listing().then((lists) => lists.open(list)),
  "stop-list": ({ list }) => listing().then((lists) => lists.change("stop", list)),
  "resume-list": ({ list }) => listing().then((lists) => lists.change("resume", list)),
  "delete-list": ({ list }) => listing().then((lists) => lists.remove(list)),
  "export-list": ({ list, format }) => listing().then((lists) => lists.export(list, format)),
  export: async ({ format }) => (await exporting()).save(format),
  edit: ({ turn }) => refill(turnOf(turn).question),
  recall: () => refill(current(state).turns.at(-1)?.question ?? ""),
  again: ({ turn }) => asking.ask(turnOf(turn).question, turnOf(turn).overrides),
  "without-window": ({ turn }) => asking.askInstead(turnOf(turn).question, without(turnOf(turn), "window")),
  "without-ticker": ({ turn, ticker }) => asking.askInstead(turnOf(turn).question, without(turnOf(turn), { ticker })),
  example: ({ question }) => { asking.ask(question); page.focusQuestion(); },
  "open-source": async ({ turn, n }, element) => {
    panelView ??= (await import("./panel.js")).panelView;
    library.openSource(turn, Number(n), element);
  },
  language: () => { rememberLanguage(language === "zh" ? "en" : "zh"); location.reload(); },
  "step-source": ({ turn, n }) => library.openSource(turn, Number(n)),
  "reload-source": () => library.openSource(state.panel.turn, state.panel.n),
  "previous-source": () => $("panel").querySelector(".steps button:nth-child(1):not([disabled])")?.click(),
  "next-source": () => $("panel").querySelector(".steps button:nth-child(2):not([disabled])")?.click(),
  "close-panel": () => library.closeSource(),
  "new-session": () => { library.newSession(); focusSoon(() => $("question")); },
  "open-session": ({ session, at }) => { library.openSession(session, at); if (!at) focusSoon(() => $("question")); },
  "pin-session": ({ session }) => annotating.change(session, { pinned: !state.sessions.rows.find((row) => row.session_id === session)?.pinned }).then(library.loadSessions),
  renaming: ({ session }) => { dispatch({ type: "renaming", sessionId: session }); focusSoon(() => $("session-list").querySelector("input")); },
  deleting: ({ session }) => { dispatch({ type: "deleting", sessionId: session }); focusSoon(() => $("session-list").querySelector(".deleting [data-action=cancel-delete]")); },
  rename: ({ session }, form) => {
    const { title, tags } = form.elements;
    annotating.change(session, { ...(title.value.trim() ? { title: title.value } : {}), tags: tags.value.split(/[,，]/) });
    focusSoon(() => $("session-filter"));
  },
  delete: ({ session }) => { library.remove(session); focusSoon(() => $("session-filter")); },
  "cancel-rename": () => { dispatch({ type: "renaming", sessionId: null }); focusSoon(() => $("session-filter")); },
  "cancel-delete": () => { dispatch({ type: "deleting", sessionId: null }); focusSoon(() => $("session-filter")); },
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

/** @param {string} action @param {any} element */
function act(action, element) {
  if (actions[action]) actions[action](element.dataset, element);
  else desk.act(action, element.dataset, element);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-action]");
  if (button && !button.disabled) act(button.dataset.action, button);
});
document.addEventListener("submit", (event) => {
  if (event.target.method === "dialog") return;
  event.preventDefault();
  act(event.target.dataset.action, event.target);
});
$("session-filter").addEventListener("input", () => annotating.look($("session-filter").value));
narrow.addEventListener("change", show);
for (const change of ["online", "offline"]) addEventListener(change, () => dispatch({ type: "went", offline: !navigator.onLine }));
addEventListener("hashchange", follow);

const language = await begin(api, chosenLanguage());
bindKeys(page, actions);
bindTips();
show();
load();
follow();
page.focusQuestion();
