/** Sessions and sources: fetched, opened, renamed, deleted. */
import { working } from "./conversation.js";
import { say } from "./language.js";
import { later } from "./scrolling.js";
import { connectTabs } from "./tabs.js";
import { current } from "./workspace.js";

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page */
export function createLibrary(api, page) {
  /** @type {Element | null} */
  let opener = null;
  /** @type {Map<string, Promise<any>>} */
  const documents = new Map();

  /** What another tab asked, changed or deleted is read again, unless an answer is being written here. */
  const tell = connectTabs((sessionId) => {
    loadSessions();
    const open = Object.values(page.state().conversations).find((one) => one.sessionId === sessionId && sessionId);
    if (open && !working(open)) read(open.key, open.sessionId);
  });

  const keyOf = (/** @type {string} */ sessionId) =>
    Object.values(page.state().conversations).find((one) => one.sessionId === sessionId)?.key ?? page.newKey();
  const address = (/** @type {string | null} */ sessionId, turnId = "") => (sessionId ? `#/s/${encodeURIComponent(sessionId)}${turnId && `/t/${encodeURIComponent(turnId)}`}` : "#/");

  async function loadAbout() {
    await api.about().then((about) => page.dispatch({ type: "about", about }), (problem) => page.dispatch({ type: "about_failed", problem }));
  }

  async function loadSessions() {
    await api.sessions().then((rows) => page.dispatch({ type: "sessions_loaded", rows }), (problem) => page.dispatch({ type: "sessions_failed", problem }));
  }

  async function loadLists() {
    await api.lists().then((lists) => page.dispatch({ type: "lists_loaded", lists }), () => {}); // the sessions tell what is wrong
  }

  async function loadPins() {
    await api.pins().then((pins) => page.dispatch({ type: "pins_loaded", pins }), () => {});
  }

  /** @param {string} sessionId @param {string} [turnId] to be shown; the last one otherwise */
  async function openSession(sessionId, turnId = "") {
    const key = keyOf(sessionId);
    const fresh = !page.state().conversations[key];
    page.dispatch({ type: "conversation_shown", key, sessionId });
    if (location.hash !== address(sessionId, turnId)) history.pushState(null, "", address(sessionId, turnId));
    if (fresh) await fill(key, sessionId);
    const turns = page.state().conversations[key]?.turns ?? [];
    const at = turns.findIndex((/** @type {any} */ turn) => turn.turnId === turnId);
    if (turnId) page.dispatch({ type: "span_moved", conversation: key, at });
    if (turnId) later(() => page.showTurn(turnId) || page.notice(say("This answer is not in the session any more.")));
  }

  /** @param {string} conversation @param {string} sessionId */
  async function fill(conversation, sessionId) {
    page.dispatch({ type: "loading", conversation });
    await read(conversation, sessionId);
  }

  /** @param {string} conversation @param {string} sessionId */
  async function read(conversation, sessionId) {
    await api.session(sessionId).then(
      async (session) => {
        page.dispatch({ type: "loaded", conversation, session });
        await page.loaded(conversation);
      },
      (problem) => page.dispatch({ type: "load_failed", conversation, problem }),
    );
  }

  /** The session has its place in the address bar as soon as it has a name, so that a reload finds it. @param {string} conversation */
  function named(conversation) {
    const state = page.state();
    const { sessionId } = state.conversations[conversation] ?? {};
    if (sessionId) tell(sessionId);
    if (sessionId && state.current === conversation && location.hash !== address(sessionId)) history.replaceState(null, "", address(sessionId));
  }

  /** @param {string} turn @param {any} source */
  async function fetchDocument(turn, source) {
    const name = JSON.stringify([source.doc_id, source.version]);
    const whole = () => Promise.all([api.document(source.doc_id, source.version), api.story(source.doc_id).catch(() => ({ tellings: [] }))]);
    if (!documents.has(name)) documents.set(name, whole().then(([document, story]) => ({ ...document?.document ?? document, story })));
    await documents.get(name)?.then(
      (document) => page.dispatch({ type: "panel_loaded", turn, n: source.n, document }),
      (problem) => {
        documents.delete(name);
        page.dispatch({ type: "panel_failed", turn, n: source.n, problem });
      },
    );
  }

  const reveal = () => document.querySelector("#panel mark")?.scrollIntoView({ block: "center" });

  return {
    loadAbout,
    loadLists,
    loadPins,
    loadSessions,
    openSession,

    newSession() {
      page.dispatch({ type: "conversation_shown", key: page.newKey(), sessionId: null });
      if (location.hash !== "#/") history.pushState(null, "", "#/");
    },

    /** Shows what the address bar says. */
    follow() {
      if (/^#\/[bd]\//.test(location.hash)) return; // a question list, or a part of the desk
      const [, found, at] = /^#\/s\/([^/]+)(?:\/t\/([\w-]+))?$/.exec(location.hash) ?? [];
      let sessionId = null;
      try {
        sessionId = found ? decodeURIComponent(found) : null;
      } catch {
        sessionId = null; // not an address this page made
      }
      if (sessionId && (at || current(page.state()).sessionId !== sessionId)) openSession(sessionId, at);
      else if (!sessionId && current(page.state()).sessionId) page.dispatch({ type: "conversation_shown", key: page.newKey(), sessionId: null });
    },

    named,
    tell,

    /** Where an answer can be found again. @param {string} turnId */
    link: (turnId) => new URL(address(current(page.state()).sessionId, turnId), document.baseURI).href,

    /** A question was answered, or ended: the session is listed by now. @param {string} conversation */
    asked(conversation) {
      named(conversation);
      loadSessions();
    },

    reload() {
      const { key, sessionId } = current(page.state());
      if (sessionId) fill(key, sessionId);
    },

    /** @param {string} sessionId */
    async remove(sessionId) {
      await api.remove(sessionId).then(
        () => {
          page.dispatch({ type: "session_deleted", sessionId, key: page.newKey() });
          tell(null);
          if (!current(page.state()).sessionId) history.replaceState(null, "", "#/");
        },
        () => page.dispatch({ type: "noticed", notice: say("The session was not deleted. Try again.") }),
      );
    },

    /** @param {string} turn @param {number} n @param {Element} [from] */
    async openSource(turn, n, from) {
      const source = current(page.state()).turns.find((one) => one.key === turn)?.sources.find((one) => one.n === n);
      if (!source) return;
      if (from) opener = from;
      page.dispatch({ type: "panel_opened", turn, n });
      later(() => /** @type {HTMLElement} */ (document.querySelector("#panel .panel-body"))?.focus({ preventScroll: true }));
      if (source.kind !== "news") return;
      if (source.doc_id) await fetchDocument(turn, source);
      else page.dispatch({ type: "panel_failed", turn, n, problem: { code: "not_found", message: say("It has no stored text."), retryable: false } });
      later(reveal);
    },

    closeSource() {
      const { turn, n } = page.state().panel ?? {};
      page.dispatch({ type: "panel_closed" });
      later(() => {
        if (document.activeElement !== document.body) return; // the person has gone on to something else
        const again = [...document.querySelectorAll("[data-action=open-source]")].find((one) => one.dataset.turn === turn && one.dataset.n === String(n));
        /** @type {any} */ (opener?.isConnected ? opener : again)?.focus();
        opener = null;
      });
    },
  };
}
