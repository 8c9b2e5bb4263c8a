/** The export dialog: an answer or a session as a file. */
import { say } from "./language.js";
import { save } from "./saving.js";
import { problemWords } from "./words.js";
import { current } from "./workspace.js";

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page */
export function createExporting(api, page) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("export"));
  const said = /** @type {HTMLElement} */ (document.getElementById("export-said"));
  const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
  let turnId = "";

  /** @param {string | null} path */
  function showLink(path) {
    $("share-link").value = path ? new URL(path.replace(/^\//, ""), document.baseURI).href : "";
    for (const id of ["share-link", "share-copy", "share-revoke"]) $(id).hidden = !path;
    $("share-make").hidden = Boolean(path);
  }

  /** @param {Promise<any>} asked @param {string} done */
  const sharing = (asked, done) => asked.then(
    (answer) => {
      showLink(answer?.path ?? null);
      said.textContent = done;
    },
    (problem) => { said.textContent = Object.values(problemWords(problem)).join(" "); },
  );
  const session = () => current(page.state()).sessionId;

  return {
    /** @param {string} turn its key */
    open(turn) {
      turnId = current(page.state()).turns.find((one) => one.key === turn)?.turnId ?? "";
      showLink(null);
      dialog.showModal();
      sharing(api.share(session()), "");
    },
    share: () => sharing(api.makeShare(session()), say("The link is ready.")),
    revoke: () => sharing(api.revokeShare(session()), say("The link is revoked; it leads nowhere now.")),
    link: () => $("share-link").value,

    /** @param {string} format */
    async save(format) {
      const { sessionId } = current(page.state());
      const whole = /** @type {any} */ (document.getElementById("export-choice")).elements.scope.value === "session";
      said.textContent = say("Being written…");
      await api.export(sessionId, format, whole ? "" : turnId).then(
        ({ blob, name }) => {
          save(blob, name);
          said.textContent = say("Saved as {name}.", { name });
        },
        (problem) => { said.textContent = `${say("It was not exported.")} ${Object.values(problemWords(problem)).join(" ")}`; },
      );
    },
  };
}
