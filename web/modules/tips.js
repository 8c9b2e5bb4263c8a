/** The one tooltip: what a figure was checked against, on hover and on focus. */

export function bindTips() {
  const tip = /** @type {HTMLElement} */ (document.getElementById("tip"));
  /** @type {Element | null} */
  let owner = null;
  let timer = 0;

  /** @param {Element} element */
  function open(element) {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    owner = element;
    element.setAttribute("aria-describedby", "tip");
    tip.textContent = /** @type {HTMLElement} */ (element).dataset.tip ?? "";
    tip.hidden = false;
    const at = element.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left), Math.max(8, innerWidth - tip.offsetWidth - 8));
    const above = at.top - tip.offsetHeight - 6;
    tip.style.setProperty("left", `${left}px`);
    tip.style.setProperty("top", `${above > 8 ? above : at.bottom + 6}px`);
  }

  function close() {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  }

  const closeSoon = () => { timer = setTimeout(close, 150); }; // long enough to move the pointer onto the tip
  const owning = (/** @type {Event} */ event) => /** @type {Element} */ (event.target).closest?.("[data-tip]");
  document.addEventListener("pointerover", (event) => {
    if (event.target === tip) clearTimeout(timer);
    else if (owning(event)) open(owning(event));
    else if (owner) closeSoon();
  });
  document.addEventListener("focusin", (event) => (owning(event) ? open(owning(event)) : close()));
  document.addEventListener("focusout", close);
  document.addEventListener("scroll", close, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(), { capture: true });
}
