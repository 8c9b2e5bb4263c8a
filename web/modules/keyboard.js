/** Key presses, from the page to actions. The decisions are in `keys.js`. */
import { working } from "./conversation.js";
import { actionOf } from "./keys.js";
import { singleKeys, rememberSingleKeys } from "./remembered.js";
import { current } from "./workspace.js";

/** @param {any} page @param {(action: string) => void} act */
export function bindKeys(page, act) {
  const choice = /** @type {HTMLInputElement} */ (document.getElementById("single-keys"));
  choice.checked = singleKeys();
  choice.addEventListener("change", () => rememberSingleKeys(choice.checked));

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return; // a dialog closes itself
    const { sessions, panel, editing } = page.state();
    const asOf = /** @type {HTMLDetailsElement} */ (document.getElementById("as-of"));
    if (event.key === "Escape" && asOf.open) {
      asOf.open = false;
      document.getElementById("as-of-summary")?.focus();
      return;
    }
    const action = actionOf(event, {
      where: placeOf(/** @type {Element} */ (event.target)),
      empty: /** @type {HTMLTextAreaElement} */ (document.getElementById("question")).value === "",
      panel: panel !== null, renaming: sessions.renaming !== null, deleting: sessions.deleting !== null, editing: editing !== null,
      drawer: sessions.open, working: Boolean(working(current(page.state()))), singleKeys: choice.checked,
    });
    if (!action) return;
    event.preventDefault();
    act(action);
  });
}

/** @param {Element} target @returns {"question" | "field" | "page"} */
function placeOf(target) {
  if (target.id === "question") return "question";
  return target.matches?.("input, textarea, select, [contenteditable]") ? "field" : "page";
}
