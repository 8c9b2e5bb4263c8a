/** The export dialog: an answer or a session as a file. */
import { problemWords } from "./words.js";
import { current } from "./workspace.js";

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page */
export function createExporting(api, page) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("export"));
  const said = /** @type {HTMLElement} */ (document.getElementById("export-said"));
  let turnId = "";

  return {
    /** @param {string} turn its key */
    open(turn) {
      turnId = current(page.state()).turns.find((one) => one.key === turn)?.turnId ?? "";
      said.textContent = "";
      dialog.showModal();
    },

    /** @param {string} format */
    async save(format) {
      const { sessionId } = current(page.state());
      const whole = /** @type {any} */ (document.getElementById("export-choice")).elements.scope.value === "session";
      said.textContent = "Being written…";
      await api.export(sessionId, format, whole ? "" : turnId).then(
        ({ blob, name }) => {
          save(blob, name);
          said.textContent = `Saved as ${name}.`;
        },
        (problem) => { said.textContent = `It was not exported. ${Object.values(problemWords(problem)).join(" ")}`; },
      );
    },
  };
}

/** Lets the browser keep a file. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
