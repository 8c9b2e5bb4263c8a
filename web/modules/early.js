/* Runs before the first paint: what the page will not begin with is not shown first. */
{
  const page = document.documentElement;
  let chosen = "";
  try {
    chosen = localStorage.getItem("rally.language") ?? "";
  } catch {
    // a browser that keeps nothing
  }
  page.classList.toggle("elsewhere", location.hash.length > 2);
  page.classList.toggle("wording", (chosen || navigator.language).toLowerCase().startsWith("zh"));
}
