/* Runs before the first paint: what the page will not begin with is not shown first, and the modules come with the first frame, not before it. */
{
  const page = document.documentElement;
  const begun = Object.assign(document.createElement("script"), { type: "module", src: document.currentScript.dataset.src });
  const begin = () => page.append(begun);
  if (document.hidden) begin(); // no frame will come
  else requestAnimationFrame(begin);
  let chosen = "";
  try {
    chosen = localStorage.getItem("rally.language") ?? "";
  } catch {
    // a browser that keeps nothing
  }
  page.classList.toggle("elsewhere", location.hash.length > 2);
  page.classList.toggle("wording", (chosen || navigator.language).toLowerCase().startsWith("zh"));
}
