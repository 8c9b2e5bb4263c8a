/** Shows a tree in the page. Idempotent: the same tree twice changes nothing, so focus and selection stay where they are.
 * Data can only become text nodes and harmless attributes: other elements and attributes are refused here, whoever asks. */
import { visible } from "./format.js";
import { safeLink } from "./links.js";

/** @typedef {import("./tree.js").Child} Child */

const TAGS = new Set(("a article aside bdi blockquote br button cite code dd details div dl dt em footer form h1 h2 h3 h4 h5 header input "
  + "label li mark nav ol output p section small span strong sub summary sup table tbody td textarea th thead time tr ul").split(" "));
const ATTRIBUTES = /^(?:aria-[a-z]+|data-[a-z-]+|class|id|dir|lang|href|rel|target|type|name|value|placeholder|title|role|tabindex|hidden|disabled|datetime|for|scope|colspan|autocomplete|maxlength|accept|multiple|rows)$/;

const KEY = Symbol("key");
const MEMO = Symbol("memo");

/** Makes the children of `parent` look like `children`. @param {Element} parent @param {Child[]} children */
export function render(parent, children) {
  const keyed = new Map([...parent.childNodes].filter((node) => node[KEY] !== undefined).map((node) => [node[KEY], node]));
  let cursor = parent.firstChild;
  for (const child of children) {
    const node = reusable(child, cursor, keyed) ?? create(child);
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
    update(node, child);
  }
  while (cursor) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

/** @param {Child} child @param {ChildNode | null} cursor @param {Map<any, ChildNode>} keyed @returns {ChildNode | null} */
function reusable(child, cursor, keyed) {
  if (typeof child === "string") return cursor?.nodeType === 3 ? cursor : null;
  const found = child.props.key === undefined ? cursor : keyed.get(child.props.key);
  return found?.localName === child.tag && found[KEY] === child.props.key ? found : null;
}

/** @param {Child} child @returns {ChildNode} */
function create(child) {
  if (typeof child === "string") return document.createTextNode("");
  if (!TAGS.has(child.tag)) throw new TypeError(`no such element here: ${child.tag}`);
  const element = document.createElement(child.tag);
  element[KEY] = child.props.key;
  return element;
}

/** @param {any} node @param {Child} child */
function update(node, child) {
  if (typeof child === "string") {
    const text = visible(child);
    if (node.data !== text) node.data = text;
    return;
  }
  const { memo } = child.props;
  if (memo && node[MEMO]?.length === memo.length && memo.every((value, index) => Object.is(value, node[MEMO][index]))) return;
  attributes(node, child.props);
  if (child.tag !== "textarea" || !node.firstChild) render(node, typeof child.children === "function" ? child.children() : child.children);
  node[MEMO] = memo;
}

/** @param {any} element @param {Record<string, any>} props */
function attributes(element, props) {
  const wanted = new Map(Object.entries(props).filter(([name, value]) => !["key", "memo"].includes(name) && value !== null && value !== undefined && value !== false));
  for (const { name } of [...element.attributes]) if (!wanted.has(name) && name !== "open" && name !== "style") element.removeAttribute(name);
  for (const [name, value] of wanted) {
    if (!ATTRIBUTES.test(name)) throw new TypeError(`no such attribute here: ${name}`);
    const text = value === true ? "" : visible(value);
    if (name === "href" && !safeLink(text)) element.removeAttribute("href");
    else if (element.getAttribute(name) !== text) {
      element.setAttribute(name, text);
      if (name === "value") element.value = text;
    }
  }
}
