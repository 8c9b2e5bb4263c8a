/** The moment a session speaks from, and what the markets were doing then. */
import { formatInstant, instantOf, localOf, zoneName } from "./format.js";
import { say } from "./language.js";
import { current } from "./workspace.js";

/** @param {ReturnType<typeof import("./api.js").createApi>} api @param {any} page */
export function createMoment(api, page) {
  const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
  const closeOutside = (/** @type {Event} */ event) => {
    if (!(/** @type {any} */ (event.target).closest?.("#as-of"))) $("as-of").open = false;
  };
  for (const kind of ["click", "focusin"]) document.addEventListener(kind, closeOutside);
  $("as-of-input").addEventListener("change", () => put(instantOf($("as-of-input").value, page.zone())));

  async function loadMarkets() {
    await api.markets(current(page.state()).asOf).then((markets) => page.dispatch({ type: "markets", markets }), () => {}); // the notices tell what is wrong
  }

  /** @param {string | null} asOf */
  function put(asOf) {
    page.dispatch({ type: "as_of_set", asOf });
    loadMarkets();
  }

  return {
    loadMarkets,

    clear() {
      put(null);
      $("as-of-input").value = "";
      $("as-of-summary").focus();
    },

    /** @param {string | null} asOf */
    show(asOf) {
      $("as-of-words").textContent = asOf ? formatInstant(asOf, page.zone()) : say("now");
      $("as-of-zone").textContent = zoneName(page.zone());
      $("as-of").classList.toggle("set", Boolean(asOf));
      $("as-of-clear").hidden = !asOf;
      const local = localOf(asOf, page.zone());
      if (document.activeElement !== $("as-of-input") && $("as-of-input").value !== local) $("as-of-input").value = local;
    },
  };
}
