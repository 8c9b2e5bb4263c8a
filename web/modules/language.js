/** The language of the page's own words. English stands in the modules; another language is a table of what each of them is called. */

/** @type {Record<string, string>} */
let table = {};

/** The words in the chosen language, with what stands in braces filled in.
 * @param {string} english @param {Record<string, any>} [values] @returns {string} */
export function say(english, values = {}) {
  return (Object.hasOwn(table, english) ? table[english] : english).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Whether the chosen language has its own words for it. @param {string} english @returns {boolean} */
export const knows = (english) => Object.hasOwn(table, english);

/** Whether the page speaks English. @returns {boolean} */
export const inEnglish = () => Object.keys(table).length === 0;

/** "1 report", "2 reports"; languages without a plural have one form. @param {string} count as it is shown @param {string} noun @returns {string} */
export function counted(count, noun) {
  const form = `{n} ${noun}`;
  return say(Object.hasOwn(table, form) || count === "1" ? form : `${form}s`, { n: count });
}

/** What the browser asks for, unless the person chose. @param {string} chosen @param {readonly string[]} wanted @returns {"en" | "zh"} */
export function languageOf(chosen, wanted) {
  return (chosen || wanted[0] || "en").toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** From now on everything is said with this table. @param {Record<string, string>} words */
export function speak(words) {
  table = words;
}

/** Says everything in the language that was chosen, or that the browser asks for, before anything of others is shown.
 * @param {{words: (language: string) => Promise<any>}} api @param {string} chosen @returns {Promise<"en" | "zh">} */
export async function begin(api, chosen) {
  const language = languageOf(chosen, navigator.languages);
  const button = /** @type {HTMLElement} */ (document.getElementById("language"));
  if (language === "zh") {
    speak(await api.words(language).catch(() => ({}))); // without its words the page speaks English
    document.documentElement.lang = "zh-Hant";
    sayStatic(document.body);
    Object.assign(button, { textContent: "English", lang: "en" });
  }
  document.documentElement.classList.remove("wording");
  return language;
}

const SAID = ["aria-label", "placeholder"];

/** Says what stands in the page's file. @param {HTMLElement} root */
function sayStatic(root) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = /** @type {Text} */ (node).data.trim();
    if (text) /** @type {Text} */ (node).data = /** @type {Text} */ (node).data.replace(text, () => say(text));
  }
  for (const name of SAID) for (const element of root.querySelectorAll(`[${name}]`)) element.setAttribute(name, say(element.getAttribute(name) ?? ""));
}
