/** Which key does what. Pure.
 * @typedef {{key: string, altKey?: boolean, ctrlKey?: boolean, metaKey?: boolean, shiftKey?: boolean, isComposing?: boolean, code?: string}} Press
 * @typedef {{where: "question" | "field" | "page", empty: boolean, panel: boolean, renaming: boolean, deleting: boolean, editing: boolean,
 *   drawer: boolean, working: boolean, singleKeys: boolean}} Situation */

/** The action of a key press, or null where the browser's own meaning stands.
 * @param {Press} press @param {Situation} at @returns {string | null} */
export function actionOf(press, at) {
  if (press.isComposing) return null; // Enter chooses a character while Chinese is being typed
  if (press.key === "Escape") return escape(at);
  if (press.altKey && !press.ctrlKey && !press.metaKey) {
    return { KeyN: "new-session", KeyS: "toggle-sessions" }[press.code ?? ""] ?? null;
  }
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (at.where === "question") {
    if (press.key === "Enter" && !press.shiftKey) return "send";
    if (press.key === "ArrowUp") return at.empty ? "recall" : null;
    return { PageUp: "page-up", PageDown: "page-down" }[press.key] ?? null;
  }
  if (at.where === "field" || !at.singleKeys) return null;
  if (at.panel && press.key === "[") return "previous-source"; // wherever the focus is: it is nowhere while the panel is drawn anew
  if (at.panel && press.key === "]") return "next-source";
  return { "?": "shortcuts", "/": "focus-question" }[press.key] ?? null;
}

/** @param {Situation} at @returns {string | null} */
function escape(at) {
  if (at.renaming) return "cancel-rename";
  if (at.deleting) return "cancel-delete";
  if (at.editing) return "cancel-edit";
  if (at.panel) return "close-panel";
  if (at.drawer) return "close-sessions";
  return at.working ? "stop" : null;
}
