/** What the browser remembers for the page: the server's key for this tab, a choice for this browser. */

/** @param {"sessionStorage" | "localStorage"} place @param {string} name @returns {string} */
function get(place, name) {
  try {
    return globalThis[place].getItem(`rally.${name}`) ?? "";
  } catch {
    return ""; // a browser that keeps nothing
  }
}

/** @param {"sessionStorage" | "localStorage"} place @param {string} name @param {string} value */
function set(place, name, value) {
  try {
    globalThis[place].setItem(`rally.${name}`, value);
  } catch {
    // it holds until the page is left, or not at all
  }
}

export const presentedKey = () => get("sessionStorage", "key");
export const rememberKey = (/** @type {string} */ key) => set("sessionStorage", "key", key);
export const chosenLanguage = () => get("localStorage", "language");
export const rememberLanguage = (/** @type {string} */ language) => set("localStorage", "language", language);
export const singleKeys = () => get("localStorage", "single-keys") !== "off";
export const rememberSingleKeys = (/** @type {boolean} */ on) => set("localStorage", "single-keys", on ? "on" : "off");
