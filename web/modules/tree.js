/** Descriptions of elements as plain values, so that what the page shows can be decided and tested without a page.
 *
 * @typedef {{tag: string, props: Record<string, any>, children: Child[] | (() => Child[])}} Node
 * @typedef {Node | string} Child
 */

/** An element: `h("p", {class: "note"}, "text", …)`. `key` keeps its place, `memo` (an array) skips it while unchanged.
 * @param {string} tag @param {Record<string, any> | null} [props] @param {...any} children @returns {Node} */
export function h(tag, props, ...children) {
  const only = children.length === 1 && typeof children[0] === "function" ? children[0] : null;
  return { tag, props: props ?? {}, children: only ? () => flat([only()]) : flat(children) };
}

/** @param {any[]} children @returns {Child[]} */
function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== "")
    .map((child) => (typeof child === "object" ? child : String(child)));
}

/** The words of a tree, as a reader would see them. @param {Child | Child[]} child @returns {string} */
export function wordsOf(child) {
  if (Array.isArray(child)) return child.map(wordsOf).join("");
  if (typeof child === "string") return child;
  return wordsOf(typeof child.children === "function" ? child.children() : child.children);
}
