/** An article's paragraphs with the quoted passage marked. Pure.
 * @typedef {{text: string, mark: boolean}} Piece */

const LONGEST_ARTICLE = 300_000;

/** Where a number of characters as the server counts them (code points) ends in a JavaScript string.
 * @param {string} text @param {number} characters @returns {number} */
export function offsetOf(text, characters) {
  let at = 0;
  for (let left = characters; left > 0 && at < text.length; left -= 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/** The passage's place in the text, or null when the text does not carry the quoted words.
 * @param {string} text @param {{quote?: string, start?: number | null, end?: number | null}} source @returns {[number, number] | null} */
export function passageIn(text, { quote = "", start = null, end = null }) {
  const from = start === null ? null : offsetOf(text, start);
  if (!quote) return from === null || end === null || end <= start ? null : [from, offsetOf(text, end)];
  const near = from === null ? -1 : text.indexOf(quote, from);
  const at = near >= 0 ? near : text.indexOf(quote);
  return at < 0 ? null : [at, at + quote.length];
}

/** Paragraphs as pieces; `found` says whether the passage is among them and `cut` whether the text was too long to show whole.
 * @param {string} whole @param {{quote?: string, start?: number | null, end?: number | null}} source
 * @returns {{paragraphs: Piece[][], found: boolean, cut: boolean}} */
export function articleParagraphs(whole, source) {
  const passage = passageIn(whole, source);
  const [first, last] = shownPart(whole, passage);
  const [from, to] = passage ?? [-1, -1];
  const paragraphs = [];
  let at = first;
  for (const line of whole.slice(first, last).split("\n")) {
    const pieces = [];
    const until = at + line.length;
    const markFrom = Math.min(Math.max(from, at), until);
    const markTo = Math.min(Math.max(to, markFrom), until);
    for (const [a, b, mark] of [[at, markFrom, false], [markFrom, markTo, true], [markTo, until, false]])
      if (b > a) pieces.push({ text: whole.slice(a, b), mark });
    if (line.trim()) paragraphs.push(pieces);
    at = until + 1;
  }
  return { paragraphs, found: passage !== null, cut: last - first < whole.length };
}

/** @param {string} whole @param {[number, number] | null} passage @returns {[number, number]} */
function shownPart(whole, passage) {
  if (whole.length <= LONGEST_ARTICLE) return [0, whole.length];
  const first = Math.max(0, Math.min((passage?.[0] ?? 0) - LONGEST_ARTICLE / 2, whole.length - LONGEST_ARTICLE));
  return [first, first + LONGEST_ARTICLE];
}
