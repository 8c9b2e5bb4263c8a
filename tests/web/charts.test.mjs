import assert from "node:assert/strict";
import test from "node:test";

import { chartsView, fileName, themed } from "../../web/modules/charts.js";
import { wordsAbout } from "../../web/modules/chartwords.js";
import { chartOf } from "../../web/modules/conversation.js";
import { newTurn, reduceTurn } from "../../web/modules/conversation.js";
import { wordsOf } from "../../web/modules/tree.js";

const address = "/api/charts/9988.HK?from=2025-09-01&to=2025-09-17&as_of=2025-09-18T00%3A00%3A00%2B00%3A00&with=BABA&cite=1%3Ad1";
const colors = { ink: "i", faint: "f", rule: "r", accent: "a", link: "l", sound: "s", edge: "e", font: "sans" };

test("a chart event adds a card below the answer", () => {
  const turn = reduceTurn(newTurn("k", { question: "q" }), { type: "chart", data: { title: "9988.HK", spec_url: address, png_url: address } });
  assert.deepEqual(turn.charts, [{ title: "9988.HK", path: address.replace("/api/", "") }]);
  assert.match(wordsOf(chartsView(turn.charts)), /9988\.HK.*Save as PNG/);
});

for (const foreign of ["https://elsewhere.example/api/charts/X?a=1", "//elsewhere/api/charts/X?a=1", "/api/sessions", "/api/charts/../sessions?x=1", "/api/charts/X?a=<b>", "", null, {}]) {
  test(`no chart is fetched from ${JSON.stringify(foreign)}`, () => assert.equal(chartOf({ title: "x", spec_url: foreign }), null));
}

test("an answer shows no more charts than a reader can take in", () => {
  const many = Array.from({ length: 9 }, () => ({ type: "chart", data: { title: "t", spec_url: address } }));
  assert.equal(many.reduce(reduceTurn, newTurn("k", { question: "q" })).charts.length, 4);
});

test("the page's colours take the place of the specification's, and the card has the title", () => {
  const spec = { title: { text: "T", subtitle: ["as traded"] }, description: "in words", data: { values: [1] }, config: { axisX: { grid: false }, line: { strokeWidth: 2, color: "old" } } };
  const drawn = themed(spec, colors);
  assert.equal(drawn.title, undefined);
  assert.deepEqual(drawn.config.line, { strokeWidth: 2, color: "l" });
  assert.deepEqual(drawn.config.axisX, { grid: false });
  assert.deepEqual(spec.config.line, { strokeWidth: 2, color: "old" });
  assert.deepEqual(wordsAbout(spec), { basis: "as traded", description: "in words" });
});

test("a saved picture is named by its ticker and first day", () => {
  assert.equal(fileName("charts/9988.HK?from=2025-09-01&to=2025-09-17", "png"), "9988.HK 2025-09-01.png");
  assert.equal(fileName("charts/%2Fetc?x=1", "svg"), "etc.svg");
});
