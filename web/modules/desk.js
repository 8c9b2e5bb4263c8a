/** The desk: parts of the page that few questions need, each fetched when it is first used. */
import { say } from "./language.js";
import { lazily } from "./parts.js";

/** @typedef {{actions: Record<string, (data: DOMStringMap, element?: any) => void>, view: (...given: any[]) => any[], shown?: () => void}} Part */

/** @type {Record<string, () => Promise<{create: (api: any, page: any) => Part}>>} */
const PARTS = {
  brief: () => import("../desk/brief.js"),
  changes: () => import("../desk/changes.js"),
  found: () => import("../desk/found.js"),
  intake: () => import("../desk/intake.js"),
  list: () => import("../desk/list.js"),
  watched: () => import("../desk/watched.js"),
};
const PLACE = /^#\/d\/(intake|watched)$/; // parts that stand in place of a conversation

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page */
export function createDesk(api, page) {
  /** @type {Record<string, Part>} */
  const loaded = { __proto__: /** @type {any} */ (null) };
  const tried = new Set();
  const parts = Object.fromEntries(Object.entries(PARTS).map(([name, fetched]) => (
    [name, lazily(async () => (await fetched()).create(api, page), ["answer", "desk"], page.notice)])));

  /** @param {string} name @returns {Promise<Part | null>} */
  async function load(name) {
    tried.add(name);
    const part = await parts[name]();
    if (part && !loaded[name]) {
      loaded[name] = part;
      page.redraw();
    }
    return part;
  }

  /** @param {string} name */
  function open(name) {
    page.dispatch({ type: "conversation_shown", key: `part-${name}`, sessionId: null, part: name });
    if (location.hash !== `#/d/${name}`) history.pushState(null, "", `#/d/${name}`);
    load(name).then((part) => part?.shown?.());
  }

  return {
    open,

    /** What a button named "brief:start" does. @param {string} action @param {DOMStringMap} data @param {any} element */
    async act(action, data, element) {
      const [name, verb] = action.split(":");
      if (!Object.hasOwn(PARTS, name)) return;
      if (verb === "open") open(name);
      else (await load(name))?.actions[verb]?.(data, element);
    },

    /** What a part shows; nothing until it has been fetched. @param {string} name @param {any[]} given @returns {any[]} */
    view(name, ...given) {
      if (loaded[name]) return loaded[name].view(...given);
      if (!tried.has(name)) load(name); // after a failure, by a button
      return [];
    },

    /** Shows what the address bar says. */
    follow() {
      const [, name] = PLACE.exec(location.hash) ?? [];
      if (name) open(name);
    },

    /** How many watched questions changed, beside their button. */
    async countWatched() {
      const button = document.querySelector("[data-action='watched:open']");
      await api.get("watched").then(({ watched }) => {
        const changed = watched.filter((/** @type {any} */ one) => one.unseen > 0).length;
        if (button) button.textContent = changed ? say("Watched questions: {n} changed", { n: changed }) : say("Watched questions");
      }, () => {}); // the sessions tell what is wrong
    },
  };
}
