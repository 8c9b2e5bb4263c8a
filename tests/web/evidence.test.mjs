import assert from "node:assert/strict";
import { test } from "node:test";
import { priceCards } from "../../web/modules/cards.js";
import { answerBlocks } from "../../web/modules/citations.js";
import { changedReading, newTurn } from "../../web/modules/conversation.js";
import { followUps } from "../../web/modules/followups.js";
import { proseView } from "../../web/modules/answer.js";
import { wordsOf } from "../../web/modules/tree.js";

const row = (n, ticker, day, close) => ({ n, kind: "price", quote: `${ticker} on the day (${day}): open 121, close ${close} HKD, volume 68,712,957; as traded` });
const change = { n: 9, kind: "calculation", quote: "9888.HK, close of 17 September 2025 against close of 16 September 2025: (131.00 − 113.20) ÷ 113.20 × 100 = +15.72 %, rounded +15.72 %; +17.8 HKD" };
const turn = (changes) => ({ ...newTurn("t", { question: "Why?" }), status: "done", summary: {}, ...changes });
const text = (segments) => segments.map((segment) => segment.text).join("");

test("a price card says nothing that its sources do not", () => {
  const [first, second] = priceCards({ text: "9888.HK rose, 9988.HK too", sources: [row(3, "9988.HK", "2025-09-17", "161.6"), row(1, "9888.HK", "2025-09-16", "113.2"), row(2, "9888.HK", "2025-09-17", "131"), change] });
  assert.deepEqual([first.ticker, first.day, first.close, first.change, first.since, first.n], ["9888.HK", "2025-09-17", "131 HKD", "+15.72 %", "113.2 HKD · 16 Sep 2025", 2]);
  assert.deepEqual([second.ticker, second.change, second.since], ["9988.HK", "", ""]);
  assert.deepEqual(first.rows, [["open", "121"], ["volume", "68,712,957"]]);
});

test("many instruments make no cards, and other rows neither", () => {
  const many = Array.from({ length: 7 }, (_, n) => row(n, `${n}.HK`, "2025-09-17", "1"));
  assert.deepEqual(priceCards({ text: "", sources: many }), []);
  assert.deepEqual(priceCards({ text: "", sources: [{ n: 1, kind: "price", quote: "something else" }] }), []);
});

test("what is asked next comes from the answer's instruments and day, in the question's language", () => {
  const reading = { label: "", first: null, last: "2025-09-18", tickers: ["9988.HK"], note: "", part: null };
  assert.deepEqual(followUps(turn({ reading })), ["How did 9988.HK close on 18 September 2025?", "How many articles mention 9988.HK?"]);
  assert.deepEqual(followUps(turn({ reading, sources: [row(1, "9888.HK", "2025-09-17", "131")] }))[0], "What moved 9888.HK on 17 September 2025?");
  assert.deepEqual(followUps(turn({ reading, question: "阿里巴巴為何上升？" })), ["9988.HK 2025年9月18日收報多少？"]);
  assert.deepEqual(followUps(turn({ reading, summary: { reason: "advice" } })), []);
  assert.deepEqual(followUps(turn({ reading: null })), []);
});

test("ruled lines are a table whose columns of figures are known, cut after two hundred rows", () => {
  const rows = Array.from({ length: 10_000 }, (_, n) => `| Firm ${n} | ${n}.5 % [1] | HK$1,${n} |`).join("\n");
  const [before, table, after] = answerBlocks(`Here:\n| Name | Move | Close |\n|---|---:|---|\n${rows}\nThat is all.`, { sources: [{ n: 1 }] });
  assert.deepEqual([before.kind, table.kind, after.kind], ["paragraph", "table", "paragraph"]);
  assert.deepEqual(table.head.map(text), ["Name", "Move", "Close"]);
  assert.deepEqual(table.numeric, [false, true, true]);
  assert.deepEqual([table.rows.length, table.cut], [200, 9800]);
});

test("reports that differ stand side by side with how they do", () => {
  const differing = "Harbour Ledger, 17 September 2025: up 4.2 percent [1]\nPut differently (within the day): Pearl Wire, 17 September 2025: up 3.5 percent [2]";
  const tree = proseView(turn({ text: differing }), null);
  assert.deepEqual(tree.map((node) => node.tag), ["table"]);
  assert.match(wordsOf(tree), /up 4\.2 percent.*shown first.*up 3\.5 percent.*within the day/s);
});

test("marks that stand together stand in order", () => {
  const [{ segments }] = answerBlocks("Up [5][3], down [4, 1].", { sources: [1, 3, 4, 5].map((n) => ({ n })) });
  assert.equal(text(segments), "Up [3][5], down [1][4].");
});

test("a word without an end is broken where a browser could not", () => {
  assert.ok(answerBlocks("[".repeat(50_000)).every((block) => text(block.segments).length <= 1000));
});

test("a changed reading keeps what else was changed", () => {
  const before = turn({ overrides: { tickers: ["BIDU"] } });
  assert.deepEqual(changedReading(before, { first: "2025-09-01", last: "" }), { tickers: ["BIDU"], window: { first: "2025-09-01", last: null } });
  assert.deepEqual(changedReading(before, { tickers: "9988.HK，JD  BIDU" }), { tickers: ["9988.HK", "JD", "BIDU"] });
});
