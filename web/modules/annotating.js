/** What a person adds to answers and sessions: notes, pins, tags, feedback; and the words looked for in all of them. */
import { say } from "./language.js";
import { problemWords } from "./words.js";
import { current } from "./workspace.js";

const TYPING_MS = 200;

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page @param {any} library */
export function createAnnotating(api, page, library) {
  let typing = 0;
  const turnOf = (/** @type {string} */ key) => current(page.state()).turns.find((turn) => turn.key === key);
  const failed = (/** @type {any} */ problem) => page.notice(`${say("It was not kept.")} ${Object.values(problemWords(problem)).join(" ")}`);

  /** @param {string} key of the turn @param {Record<string, any>} changes */
  async function annotate(key, changes) {
    const conversation = current(page.state()).key;
    await api.annotate(turnOf(key).turnId, changes).then(({ note, pinned, feedback }) => {
      page.dispatch({ type: "annotated", conversation, turn: key, changes: { note, pinned, feedback } });
      page.dispatch({ type: "editing" });
      library.tell(current(page.state()).sessionId);
      page.loadPins();
    }, failed);
  }

  /** @param {string} sessionId @param {object} changes */
  async function change(sessionId, changes) {
    await api.changeSession(sessionId, changes).then((session) => {
      page.dispatch({ type: "session_changed", session });
      library.tell(sessionId);
    }, failed);
  }

  return {
    annotate,

    /** @param {string} key */
    pin: (key) => annotate(key, { pinned: !turnOf(key).pinned }),

    /** The same opinion twice takes it back. @param {string} key @param {string} feedback */
    judge: (key, feedback) => annotate(key, { feedback: turnOf(key).feedback === feedback ? "" : feedback }),

    /** @param {string} sessionId */
    async pinSession(sessionId) {
      await change(sessionId, { pinned: !page.state().sessions.rows.find((/** @type {any} */ row) => row.session_id === sessionId)?.pinned });
      await library.loadSessions();
    },

    /** The title and the tags of a form; an empty title leaves the old one. @param {string} sessionId @param {any} form */
    async rename(sessionId, form) {
      const { title, tags } = form.elements;
      await change(sessionId, { ...(title.value.trim() ? { title: title.value } : {}), tags: tags.value.split(/[,，]/) });
    },

    /** Titles at once, what was asked, answered and noted a moment after the last letter. @param {string} filter */
    look(filter) {
      page.dispatch({ type: "sessions_filtered", filter });
      clearTimeout(typing);
      if (!filter.trim()) return;
      typing = setTimeout(() => api.findSessions(filter.trim()).then((rows) => {
        page.dispatch({ type: "sessions_found", filter, found: new Map(rows.map((/** @type {any} */ row) => [row.session_id, row])) });
      }, () => {}), TYPING_MS);
    },
  };
}
