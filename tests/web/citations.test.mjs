import assert from "node:assert/strict";
import { test } from "node:test";
import { answerBlocks, citedNumbers, heldTogether } from "../../web/modules/citations.js";

const sources = [{ n: 1, kind: "news" }, { n: 2, kind: "price" }];
const figure = (text, source) => ({ text, value: text, unit: "", source, status: "verified" });
/** A short form of a block: the kinds and words of its segments. */
const short = (text, evidence = { sources }) => answerBlocks(text, evidence).map((block) =>
  block.segments.map((one) => (one.kind === "text" ? (one.strong ? `*${one.text}*` : one.text) : `<${one.kind} ${one.n ?? one.text}>`)).join(""));

const ROWS = [
  ["a mark is a citation", "Rose [1].", ["Rose <cite 1>."]],
  ["marks side by side", "Rose [1][2].", ["Rose <cite 1><cite 2>."]],
  ["numbers in one mark", "Rose [1, 2].", ["Rose <cite 1><cite 2>."]],
  ["brackets with words stay words", "[sic] rose [a1] [ 1 ] [12345]", ["[sic] rose [a1] [ 1 ] [12345]"]],
  ["blank lines part paragraphs", "One.\n\nTwo.", ["One.", "Two."]],
  ["lines are paragraphs, too", "One.\nTwo.", ["One.", "Two."]],
  ["dashes and numbers make items", "So:\n- one [1]\n2. two", ["So:", "one <cite 1>", "two"]],
  ["a decimal at the start is no item", "5.3 % was the rise", ["5.3 % was the rise"]],
  ["stars in pairs are strong", "It **rose** then", ["It *rose* then"]],
  ["stars alone are stars", "2 ** 3", ["2 ** 3"]],
  ["links end before the full stop", "See https://a.example/x?y=1.", ["See <link https://a.example/x?y=1>."]],
  ["other schemes stay words", "javascript:alert(1) data:text/html,x //a.example", ["javascript:alert(1) data:text/html,x //a.example"]],
  ["an address with a user is no link", "https://reuters.com@a.example/", ["https://reuters.com@a.example/"]],
  ["markup stays words", "<img src=x onerror=alert(1)> &lt;", ["<img src=x onerror=alert(1)> &lt;"]],
  ["Chinese text", "阿里巴巴升5.3%[1]。百度跌[2]。", ["阿里巴巴升5.3%<cite 1>。百度跌<cite 2>。"]],
  ["nothing", " \n\n ", []],
];
for (const [name, text, expected] of ROWS) test(name, () => assert.deepEqual(short(text), expected));

test("a mark without its source is not known", () => {
  const [block] = answerBlocks("Rose [0][9].", { sources });
  assert.deepEqual(block.segments.filter((one) => one.kind === "cite").map((one) => one.known), [false, false]);
});

const FIGURES = [
  ["a checked figure is marked", "Up 5.3 % [1].", [figure("5.3 %", 1)], ["Up <figure 5.3 %> <cite 1>."]],
  ["not inside a longer number", "Up 15.3 % and 5.3 %5 [1].", [figure("5.3 %", 1)], ["Up 15.3 % and 5.3 %5 <cite 1>."]],
  ["not as the start of a decimal", "Closed at 161.60 [1].", [figure("161", 1)], ["Closed at 161.60 <cite 1>."]],
  ["after a Chinese word", "升5.3%[1]", [figure("5.3%", 1)], ["升<figure 5.3%><cite 1>"]],
  ["withheld figures are not", "Up 5.3 % [1].", [{ ...figure("5.3 %", 1), status: "withheld" }], ["Up 5.3 % <cite 1>."]],
  ["figures that look like patterns are taken literally", "Up (5.3) [1].", [figure("(5.3)", 1), figure("5.3", 1)], ["Up <figure (5.3)> <cite 1>."]],
  ["a figure with too few checks is marked as often as checked", "Up 5 % then 5 %.", [figure("5 %", null)], ["Up <figure 5 %> then 5 %."]],
];
for (const [name, text, figures, expected] of FIGURES) test(name, () => assert.deepEqual(short(text, { sources, figures }), expected));

test("of two figures of the same text the one cited beside it is taken", () => {
  const blocks = answerBlocks("Baidu rose 5 % [2]. Alibaba rose 5 % [1].", { sources, figures: [figure("5 %", 1), figure("5 %", 2)] });
  assert.deepEqual(blocks[0].segments.filter((one) => one.kind === "figure").map((one) => one.figure.source), [2, 1]);
});

test("cited numbers come in order of use, known ones only", () => {
  assert.deepEqual(citedNumbers("b [2] a [1, 2] c [7]", sources), [2, 1]);
});

for (const [name, text] of [["50,000 brackets", "[".repeat(50_000)], ["50,000 open marks", "[1,".repeat(50_000)], ["a line of a million", "x".repeat(1_000_000)], ["stars", "**a".repeat(30_000)], ["blank lines", "\n \n".repeat(30_000)]]) {
  test(`${name} take no time`, () => {
    const began = performance.now();
    answerBlocks(text, { sources, figures: [figure("5.3 %", 1)] });
    assert.ok(performance.now() - began < 1000);
  });
}

test("no line end parts a bracket from its figure, or marks from each other and their stop", () => {
  const sources = [4, 5].map((n) => ({ n, kind: "price" }));
  const figures = [{ text: "+15.72 %", value: "15.72", unit: "%", source: 4, status: "verified" }];
  const groups = (text) => heldTogether(answerBlocks(text, { sources, figures })[0].segments).map((group) => group.map((segment) => segment.text));
  assert.deepEqual(groups("Up 17.8 HKD (+15.72 %) since [4][5]. More"), [["Up 17.8 HKD "], ["(", "+15.72 %", ")"], [" since "], ["[4]", "[5]", "."], [" More"]]);
  assert.deepEqual(groups("Said (**so**) [4][5][4][5][4][5]"), [["Said "], ["("], ["so"], [") "], ["[4]", "[4]", "[4]", "[5]", "[5]"], ["[5]"]]);
});

test("another report's figure is a row of its own with the reason, in the language of the answer", () => {
  const row = (text) => answerBlocks(text).map(({ kind, why, segments }) => [kind, why, segments[0].text])[0];
  assert.deepEqual(row("Put differently (an earlier report): It rose 4.1 %."), ["differing", "an earlier report", "It rose 4.1 %."]);
  assert.deepEqual(row("另一說法（較早的報道）：升4.1%。"), ["differing", "較早的報道", "升4.1%。"]);
  assert.deepEqual(row("另一说法（较早的报道）：升4.1%。"), ["differing", "较早的报道", "升4.1%。"]);
  assert.equal(row("Put differently, it rose.")[0], "paragraph");
});
