/** Question lists: sent, watched until they are answered, stopped, deleted. */
import { say } from "./language.js";
import { underWay } from "./listview.js";
import { save } from "./saving.js";
import { problemWords } from "./words.js";
import { current } from "./workspace.js";

const LOOK_MS = 1000;
const LARGEST = 180_000; // bytes of a file; the server takes a quarter of a megabyte in all

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page */
export function createListing(api, page) {
  const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
  const words = (/** @type {any} */ problem) => Object.values(problemWords(problem)).join(" ");
  const address = (/** @type {string} */ id) => `#/b/${encodeURIComponent(id)}`;
  const shown = () => current(page.state()).list?.batch_id;

  /** @param {string} id */
  async function open(id) {
    page.dispatch({ type: "conversation_shown", key: `list-${id}`, sessionId: null });
    if (location.hash !== address(id)) history.pushState(null, "", address(id));
    await look(id);
  }

  /** Until nothing of it is to come, or something else is shown. @param {string} id */
  async function look(id) {
    const conversation = `list-${id}`;
    for (;;) {
      try {
        const list = await api.list(id);
        page.dispatch({ type: "list_loaded", conversation, list });
        if (!underWay(list)) return void page.loadLists();
      } catch (problem) {
        if (!current(page.state()).list) return page.dispatch({ type: "load_failed", conversation, problem });
        if (!problem?.retryable) return;
      }
      await new Promise((resume) => setTimeout(resume, LOOK_MS));
      if (page.state().current !== conversation) return;
    }
  }

  return {
    open,

    follow() {
      const [, id] = /^#\/b\/([\w-]+)$/.exec(location.hash) ?? [];
      if (id && shown() !== id) open(id);
    },

    form() {
      $("list-said").textContent = "";
      $("list-form").showModal();
    },

    /** @param {HTMLFormElement} form */
    async send(form) {
      const file = /** @type {any} */ (form.elements).file.files[0];
      const text = /** @type {any} */ (form.elements).text.value;
      const said = $("list-said");
      if (file && file.size > LARGEST) return void (said.textContent = say("The file is too large. Keep the questions alone in it."));
      said.textContent = say("Being read…");
      const { asOf } = current(page.state());
      const list = { ...(file ? { file: { name: file.name, base64: await base64(file) } } : { text }), ...(asOf ? { as_of: asOf } : {}) };
      await api.sendList(list).then(
        ({ batch_id: id }) => {
          form.reset();
          $("list-form").close();
          open(id);
          page.loadLists();
        },
        (problem) => { said.textContent = words(problem); },
      );
    },

    /** @param {"stop" | "resume"} verb @param {string} id */
    async change(verb, id) {
      await api.changeList(id, verb).catch((problem) => page.dispatch({ type: "noticed", notice: words(problem) }));
      look(id);
    },

    /** @param {string} id */
    async remove(id) {
      await api.removeList(id).then(
        () => {
          page.loadLists();
          page.dispatch({ type: "conversation_shown", key: page.newKey(), sessionId: null });
          history.replaceState(null, "", "#/");
        },
        (problem) => page.dispatch({ type: "noticed", notice: words(problem) }),
      );
    },

    /** @param {string} id @param {string} format */
    async export(id, format) {
      await api.exportList(id, format).then(({ blob, name }) => save(blob, name), (problem) => page.dispatch({ type: "noticed", notice: words(problem) }));
    },
  };
}

/** @param {File} file @returns {Promise<string>} */
async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
