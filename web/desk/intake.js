/** Sources and files: what is taken in, how the sources go, and what a document became. Effects; `intakeview.js` shows it. */
import { say } from "../modules/language.js";
import { problemWords } from "../modules/words.js";
import { current } from "../modules/workspace.js";
import { intakeView, underWay } from "./intakeview.js";

const LOOK_MS = 600;

/** @param {any} api @param {any} page */
export function create(api, page) {
  const words = (/** @type {any} */ problem) => Object.values(problemWords(problem)).filter(Boolean).join(" ");
  /** @type {import("./intakeview.js").Intake} */
  let state = { allowed: null, refusal: "", endings: [], maxBytes: 0, said: "", jobs: [], sources: [], documents: [], words: "", became: null };
  let looking = false;

  /** @param {Partial<import("./intakeview.js").Intake>} next */
  function set(next) {
    state = { ...state, ...next };
    page.redraw();
  }

  async function load() {
    await api.get("sources").then(({ sources }) => set({ sources }), () => {});
    await api.get("ingest").then(
      async (/** @type {any} */ about) => {
        set({ allowed: true, endings: about.endings, maxBytes: about.max_file_bytes });
        await Promise.all([look(), find(state.words)]);
      },
      (problem) => set({ allowed: false, refusal: words(problem) }),
    );
  }

  /** Until nothing is at work, or something else is shown. */
  async function look() {
    if (looking) return;
    looking = true;
    try {
      for (;;) {
        const { jobs } = await api.get("ingest/jobs");
        set({ jobs });
        if (!jobs.some(underWay)) break;
        await new Promise((resume) => setTimeout(resume, LOOK_MS));
        if (current(page.state()).part !== "intake") break;
      }
      await find(state.words);
      await api.get("sources").then(({ sources }) => set({ sources }), () => {});
    } catch (problem) {
      set({ said: words(problem) });
    } finally {
      looking = false;
    }
  }

  /** @param {string} wanted */
  async function find(wanted) {
    await api.get(`ingest/documents?q=${encodeURIComponent(wanted)}`).then(
      ({ documents }) => set({ documents, words: wanted }), (problem) => set({ said: words(problem) }));
  }

  /** @param {Promise<any>} asked @param {HTMLFormElement} form */
  const begun = (asked, form) => asked.then(
    () => {
      form.reset();
      set({ said: "" });
      return look();
    },
    (problem) => set({ said: words(problem) }),
  );

  return {
    shown: load,

    actions: {
      /** One file after another: each is a request of its own. @param {DOMStringMap} _ @param {HTMLFormElement} form */
      async files(_, form) {
        const files = [.../** @type {any} */ (form.elements).file.files];
        for (const file of files) {
          if (file.size > state.maxBytes) return set({ said: say("{name} is larger than {n} MB. Split it, or take it in with rally ingest.", { name: file.name, n: Math.floor(state.maxBytes / 1_048_576) }) });
          set({ said: say("Sending {name}…", { name: file.name }) });
          await begun(api.upload(`ingest/files/${encodeURIComponent(file.name)}`, file), form);
          if (state.said) return;
        }
      },

      /** @param {DOMStringMap} _ @param {HTMLFormElement} form */
      address: (_, form) => {
        const { address, follow } = /** @type {any} */ (form.elements);
        const addresses = address.value.split(/\s+/).filter(Boolean);
        if (addresses.length) begun(api.send("POST", "ingest/addresses", { addresses, follow_links: follow.checked }), form);
      },

      /** @param {DOMStringMap} _ @param {HTMLFormElement} form */
      feed: (_, form) => {
        const { name, feed, interval } = /** @type {any} */ (Object.fromEntries(new FormData(form)));
        if (feed.trim()) begun(api.send("POST", "ingest/sources", { name: name.trim(), feed: feed.trim(), interval: interval.trim() || "15m" }), form);
      },

      /** @param {DOMStringMap} _ @param {HTMLFormElement} form */
      find: (_, form) => find(/** @type {any} */ (form.elements).words.value),

      stop: ({ job }) => api.send("POST", `ingest/jobs/${encodeURIComponent(job ?? "")}/stop`).then(look, (/** @type {any} */ problem) => set({ said: words(problem) })),

      async show({ doc }) {
        await api.get(`ingest/documents/${encodeURIComponent(doc ?? "")}`).then((became) => set({ became, said: "" }), (problem) => set({ said: words(problem) }));
        requestAnimationFrame(() => requestAnimationFrame(() => {
          document.getElementById("became")?.focus({ preventScroll: true });
          document.getElementById("became")?.scrollIntoView({ block: "start" });
        }));
      },

      hide: () => set({ became: null }),
    },

    view: () => [intakeView(state, page.zone())],
  };
}
