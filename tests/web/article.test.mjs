import assert from "node:assert/strict";
import { test } from "node:test";
import { articleParagraphs, offsetOf, passageIn } from "../../web/modules/article.js";

const marked = (text, source) => articleParagraphs(text, source).paragraphs.map((pieces) => pieces.map((one) => (one.mark ? `<${one.text}>` : one.text)).join(""));

test("offsets count characters as the server does, not halves of pairs", () => {
  assert.equal(offsetOf("📈📈 up", 3), 5);
  assert.deepEqual(passageIn("📈 up 5 %", { quote: "up", start: 2, end: 4 }), [3, 5]);
});

const ROWS = [
  ["the passage is marked in its paragraph", "One.\n\nTwo three.", { quote: "three", start: 10, end: 15 }, ["One.", "Two <three>."]],
  ["a passage over two paragraphs is marked in both", "One two.\nThree.", { quote: "two.\nThree", start: 4, end: 14 }, ["One <two.>", "<Three>."]],
  ["of equal words those at the place are meant", "up, up", { quote: "up", start: 4, end: 6 }, ["up, <up>"]],
  ["a wrong place is mended by the words", "One two", { quote: "One", start: 4, end: 7 }, ["<One> two"]],
  ["words that are not there are not marked", "One two", { quote: "three", start: 0, end: 5 }, ["One two"]],
  ["a place without words is enough", "One two", { quote: "", start: 4, end: 7 }, ["One <two>"]],
  ["no place and no words", "One", {}, ["One"]],
];
for (const [name, text, source, expected] of ROWS) test(name, () => assert.deepEqual(marked(text, source), expected));

test("whether the passage was found is told", () => {
  assert.equal(articleParagraphs("One", { quote: "Two" }).found, false);
  assert.equal(articleParagraphs("One", { quote: "One" }).found, true);
});

test("a very long article is shown around its passage", () => {
  const text = `${"a".repeat(500_000)} here ${"b".repeat(500_000)}`;
  const shown = articleParagraphs(text, { quote: "here" });
  assert.equal(shown.cut, true);
  assert.ok(shown.paragraphs.flat().some((piece) => piece.mark && piece.text === "here"));
});
