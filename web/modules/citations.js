/** An answer's text as blocks of segments: words, citation marks, checked figures, links. Pure.
 *
 * @typedef {{n: number, kind: string, doc_id?: string | null, version?: number | null, title?: string, publisher?: string,
 *   url?: string, published_at?: string | null, known_at?: string | null, quote?: string, start?: number | null, end?: number | null}} Source
 * @typedef {{text: string, value: string, unit: string, source: number | null, status: string}} Figure
 * @typedef {{kind: "text", text: string, strong: boolean} | {kind: "cite", n: number, text: string, known: boolean}
 *   | {kind: "figure", text: string, figure: Figure} | {kind: "link", text: string, href: string, host: string}} Segment
 * @typedef {{kind: "paragraph" | "item", segments: Segment[]} | {kind: "differing", why: string, segments: Segment[]}
 *   | {kind: "table", head: Segment[][], rows: Segment[][][], numeric: boolean[], cut: number}} Block
 */
import { safeLink } from "./links.js";

const MARK = /\*\*|\[(\d{1,4}(?:, ?\d{1,4})*)\]|https?:\/\/[^\s<>"'`\]){}，。、）】]+/g;
const DIFFERING = /^(?:Put differently \(|另一[說说]法（)([^()（）\n]{1,60})(?:\): |）：)(?=\S)/;
const UNBROKEN = /[!-~]{1000}/g; // a browser lays out a word of 100,000 letters for seconds, a hundred of 1,000 at once
const RULED = /^\s*\|.*\|\s*$/;
const NUMBER = /^[+−-]?(?:[A-Z]{0,3}[$¥€£])?\d[\d.,]*\s?(?:%|[A-Z]{3}|bp|x)?$/;
const MOST_TABLE_ROWS = 200; // more of them are not read, and slow the page down
const BULLET = /^\s{0,6}(?:[-*•]|\d{1,2}[.)])\s+(?=\S)/;
const MOST_FIGURES = 300;

/** The answer cut into paragraphs and list items.
 * @param {string} text @param {{sources?: Source[], figures?: Figure[]}} [evidence] @returns {Block[]} */
export function answerBlocks(text, { sources = [], figures = [] } = {}) {
  const known = new Set(sources.map((source) => source.n));
  const checked = figures.filter((figure) => figure.status === "verified" && figure.text).slice(0, MOST_FIGURES);
  const pick = figurePicker(checked);
  const segments = (/** @type {string} */ words) => withFigures(tokens(words, known), checked, pick);
  return blocksOf(text).map(({ kind, text: words, why, rows }) => (rows ? tableOf(rows, segments) : { kind, why, segments: segments(words) }));
}

/** Numbers of the known sources the text uses, in order of first use.
 * @param {string} text @param {Source[]} sources @returns {number[]} */
export function citedNumbers(text, sources) {
  const known = new Set(sources.map((source) => source.n));
  const numbers = [...text.matchAll(/\[(\d{1,4}(?:, ?\d{1,4})*)\]/g)].flatMap((found) => found[1].split(",").map(Number));
  return [...new Set(numbers)].filter((n) => known.has(n));
}

/** Every line is a paragraph or an item of its own: sentences that stand on lines of their own are meant to. Ruled lines make a table.
 * @param {string} text @returns {{kind: string, text: string, why?: string, rows?: string[]}[]} */
function blocksOf(text) {
  const blocks = [];
  for (const line of text.replace(UNBROKEN, "$&\n").split("\n").filter((one) => one.trim())) {
    const bullet = BULLET.exec(line);
    const differing = DIFFERING.exec(line);
    if (RULED.test(line) && blocks.at(-1)?.kind === "table") blocks.at(-1).rows.push(line);
    else if (RULED.test(line)) blocks.push({ kind: "table", text: "", rows: [line] });
    else if (differing) blocks.push({ kind: "differing", text: line.slice(differing[0].length), why: differing[1] });
    else blocks.push(bullet ? { kind: "item", text: line.slice(bullet[0].length) } : { kind: "paragraph", text: line });
  }
  return blocks;
}

/** @param {string[]} lines @param {(words: string) => Segment[]} segments @returns {Block} */
function tableOf(lines, segments) {
  const cells = (/** @type {string} */ line) => line.trim().slice(1, -1).split("|").map((cell) => cell.trim());
  const ruled = /^[\s|:-]+$/.test(lines[1] ?? "");
  const head = ruled ? cells(lines[0]) : [];
  const all = lines.slice(ruled ? 2 : 0);
  const rows = all.slice(0, MOST_TABLE_ROWS).map(cells);
  const width = Math.max(head.length, ...rows.map((row) => row.length));
  const bare = (/** @type {string} */ cell) => cell.replace(/\[[\d, ]+\]|\*\*/g, "").trim();
  const numeric = Array.from({ length: width }, (_, n) => rows.length > 0 && rows.every((row) => !bare(row[n] ?? "") || NUMBER.test(bare(row[n]))));
  return { kind: "table", head: head.map(segments), rows: rows.map((row) => row.map(segments)), numeric, cut: all.length - rows.length };
}

/** @param {string} text @param {Set<number>} known @returns {Segment[]} */
function tokens(text, known) {
  const found = [];
  const pairs = (text.match(/\*\*/g) ?? []).length % 2 === 0; // a lone pair of stars is just that
  let strong = false;
  let from = 0;
  const words = (/** @type {number} */ to) => to > from && found.push({ kind: "text", text: text.slice(from, to), strong });
  for (const mark of text.matchAll(MARK)) {
    const link = mark[0].startsWith("http") ? trimmedLink(mark[0]) : null;
    if ((mark[0] === "**" && !pairs) || (mark[0].startsWith("http") && !link)) continue;
    words(mark.index);
    from = mark.index + (link ? link.text.length : mark[0].length);
    if (mark[0] === "**") strong = !strong;
    else if (link) found.push({ kind: "link", ...link });
    else for (const n of mark[1].split(",").map(Number)) found.push({ kind: "cite", n, text: `[${n}]`, known: known.has(n) });
    if (mark[1]) sortLast(found);
  }
  words(text.length);
  return found;
}

/** Marks that stand together stand in order. @param {any[]} found */
function sortLast(found) {
  const first = found.findLastIndex((segment) => segment.kind !== "cite") + 1;
  found.push(...found.splice(first).sort((a, b) => a.n - b.n));
}

/** A link without the punctuation that ends the sentence around it.
 * @param {string} address */
function trimmedLink(address) {
  const text = address.replace(/[.,;:!?*]+$/, "");
  const link = safeLink(text);
  return link && { text, ...link };
}

/** @param {Segment[]} segments @param {Figure[]} figures @param {ReturnType<typeof figurePicker>} pick @returns {Segment[]} */
function withFigures(segments, figures, pick) {
  if (figures.length === 0) return segments;
  const texts = [...new Set(figures.map((figure) => figure.text))].sort((a, b) => b.length - a.length);
  const any = new RegExp(`(?<![A-Za-z\\d]|\\d[.,])(?:${texts.map(escaped).join("|")})(?![A-Za-z\\d]|[.,]\\d)`, "g");
  const cites = nearestCites(segments);
  return segments.flatMap((segment, index) => {
    if (segment.kind !== "text") return [segment];
    const cited = cites[index];
    const pieces = [];
    let from = 0;
    for (const found of segment.text.matchAll(any)) {
      const figure = pick(found[0], cited);
      if (!figure) continue;
      if (found.index > from) pieces.push({ ...segment, text: segment.text.slice(from, found.index) });
      pieces.push({ kind: "figure", text: found[0], figure });
      from = found.index + found[0].length;
    }
    if (from < segment.text.length) pieces.push({ ...segment, text: segment.text.slice(from) });
    return pieces;
  });
}

/** For each segment the marks that stand for its words: the next ones, or the last ones of the block.
 * @param {Segment[]} segments @returns {Set<number>[]} */
function nearestCites(segments) {
  const nearest = new Array(segments.length);
  let group = new Set();
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const segment = segments[index];
    if (segment.kind === "cite") group = segments[index + 1]?.kind === "cite" ? group.add(segment.n) : new Set([segment.n]);
    nearest[index] = group;
  }
  const last = segments.findLastIndex((segment) => segment.kind === "cite");
  let lastGroup = last;
  while (lastGroup > 0 && segments[lastGroup - 1].kind === "cite") lastGroup -= 1;
  return last < 0 ? nearest : nearest.map((set, index) => (index > last ? nearest[lastGroup] : set));
}

/** Chooses among figures of the same text: the one of a source cited beside it, else the next not used yet.
 * @param {Figure[]} figures */
function figurePicker(figures) {
  const unused = new Set(figures);
  return (/** @type {string} */ text, /** @type {Set<number>} */ cited) => {
    const same = figures.filter((figure) => figure.text === text);
    const figure = same.find((one) => one.source !== null && cited.has(one.source)) ?? same.find((one) => unused.has(one));
    if (figure) unused.delete(figure);
    return figure;
  };
}

const OPENS = /[(\[{"'“‘«（「『《]+$/;
const MOST_HELD = 5; // more marks than a narrow page has room for in a row
const CLOSES = /^[)\]}"'”’»）」』》.,;:!?%。，、；：！？]+/;

/** Segments in groups that no line end may part: a bracket with the figure in it, marks with each other and the stop after them.
 * @param {Segment[]} segments @returns {Segment[][]} */
export function heldTogether(segments) {
  const groups = [];
  let open = "";
  for (const segment of segments) {
    const last = groups.at(-1);
    if (segment.kind !== "text") {
      const before = open ? [{ kind: "text", text: open, strong: false }] : [];
      if (segment.kind === "cite" && !open && last?.at(-1).kind === "cite" && last.length < MOST_HELD) last.push(segment);
      else groups.push([...before, segment]);
      open = "";
      continue;
    }
    if (open) groups.push([{ kind: "text", text: open, strong: false }]);
    const [closing] = !open && last && last.at(-1).kind !== "text" ? CLOSES.exec(segment.text) ?? [""] : [""];
    if (closing) last.push({ ...segment, text: closing });
    const rest = segment.text.slice(closing.length);
    [open] = OPENS.exec(rest) ?? [""];
    if (rest.length > open.length) groups.push([{ ...segment, text: rest.slice(0, rest.length - open.length) }]);
  }
  return open ? [...groups, [{ kind: "text", text: open, strong: false }]] : groups;
}

/** @param {string} text @returns {string} */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
