/** Parts of the page that are fetched when they are first needed: modules, and the styles that go with them. */
import { say } from "./language.js";

/** @type {Map<string, Promise<void>>} */
const worn = new Map();

/** Puts a style sheet on the page, once. @param {string} name @returns {Promise<void>} when it is there */
function wear(name) {
  const known = worn.get(name) ?? new Promise((resolve, reject) => {
    const link = document.createElement("link");
    const failed = () => {
      worn.delete(name);
      link.remove();
      reject(new Error(`no style ${name}`));
    };
    Object.assign(link, { rel: "stylesheet", href: new URL(`../styles/${name}.css`, import.meta.url).href, onload: () => resolve(), onerror: failed });
    document.head.append(link);
  });
  worn.set(name, known);
  return known;
}

/** A part as a function: the first call fetches it, later ones give what is there; null where it could not be fetched, which is said.
 * @template T @param {() => Promise<T>} fetched @param {string[]} styles in their order @param {(words: string) => void} notice @returns {() => Promise<T | null>} */
export function lazily(fetched, styles, notice) {
  /** @type {Promise<T | null> | null} */
  let part = null;
  return () => (part ??= Promise.all([fetched(), ...styles.map(wear)]).then(
    ([made]) => made,
    () => {
      part = null;
      notice(say("This part of the page could not be fetched. Try again, or reload the page if the program was updated."));
      return null;
    },
  ));
}
