/** Where in the conversation the page stands: a question at the top, its answer below it. */

/** After the next frame, when what was decided is in the page. @param {() => void} act */
export const later = (act) => requestAnimationFrame(() => requestAnimationFrame(act));

export function createScrolling() {
  const scroll = /** @type {HTMLElement} */ (document.getElementById("scroll"));
  const latest = /** @type {HTMLElement} */ (document.getElementById("latest"));

  /** The way down is offered where there is more below than the end of a line. */
  function showLatest() {
    latest.hidden = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 200 || !scroll.querySelector(".turn");
  }
  scroll.addEventListener("scroll", showLatest, { passive: true });

  return {
    showLatest,
    toEnd: () => { scroll.scrollTop = scroll.scrollHeight; },
    turnPage: (/** @type {1 | -1} */ way) => scroll.scrollBy({ top: way * 0.85 * scroll.clientHeight }),
    showLast: () => later(() => document.querySelector("#turns > .turn:last-child")?.scrollIntoView({ block: "start" })),

    /** @param {string} turnId @returns {boolean} whether the turn is there */
    showTurn(turnId) {
      const turn = /** @type {HTMLElement | null} */ (document.querySelector(`article[data-turn-id="${CSS.escape(turnId)}"]`));
      turn?.closest("details")?.setAttribute("open", "");
      turn?.scrollIntoView({ block: "start" });
      turn?.focus({ preventScroll: true });
      return turn !== null;
    },
  };
}
