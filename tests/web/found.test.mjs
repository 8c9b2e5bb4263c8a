import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { create, whyView } from "../../web/desk/found.js";
import { newTurn } from "../../web/modules/conversation.js";
import { speak } from "../../web/modules/language.js";
import { wordsOf } from "../../web/modules/tree.js";

const chinese = JSON.parse(readFileSync(new URL("../../web/words/zh.json", import.meta.url), "utf8"));
afterEach(() => speak({}));

const PATH = "turns/t/sources/1/found";
const look = (changes = {}) => ({ tickers: [], chunks: 4067, removed: { later_or_replaced: 12, outside_window: 4031, other_instruments: 19 }, ranked: { lexical: 5, dense: 60 }, reranked: "off", ...changes });
const found = (changes = {}) => ({ place: 2, hits: 8, score: 1.0471, lexical_rank: 3, dense_rank: 41, look: 0, also: [], ...changes });
const search = (changes = {}) => ({
  query: "How did Alibaba close?", as_of: "2025-09-17T12:00:00Z", window: { label: "17 Sep 2025, Hong Kong time", first: "2025-09-17", last: "2025-09-17", part: "close" },
  looks: [look({ tickers: ["9988.HK"] }), look()], found: found(), ...changes,
});
const told = (...searches) => wordsOf(whyView(PATH, { status: "ready", told: { searches }, problem: null }, "Asia/Hong_Kong"));
const failed = (problem) => wordsOf(whyView(PATH, { status: "failed", told: null, problem: { message: "", incident: "", retryable: true, ...problem } }, "UTC"));

test("a passage that is found has its place, both ranks, its score, and what applied and kept others out", () => {
  const words = told(search());
  for (const part of [
    "Number 2 of 8 hits for “How did Alibaba close?”.", "By words3 of 5", "By meaning41 of 60", "Both together1.047", "Days17 Sep 2025, Hong Kong time, the close first",
    "Instruments9988.HK", "As of17 Sep 2025, 20:00 Hong Kong time", "12 later or replaced, 4,031 outside the days, 19 of other instruments; of 4,067 passages held", "no near copy",
  ]) assert.ok(words.includes(part), part);
});

test("the search and the look that found it are told, not those before them", () => {
  const words = told(search({ query: "other words", found: null }), search({ found: found({ look: 1 }), window: null }));
  assert.match(words, /hits for “How did Alibaba close\?”/);
  assert.match(words, /Daysany time/);
  assert.match(words, /Instrumentsany instrument/);
});

test("a rank that it has not, a reranker and the copies it stands for are said", () => {
  const words = told(search({ looks: [look({ reranked: "done", ranked: { lexical: 0, dense: 60 } })], found: found({ lexical_rank: null, dense_rank: null, also: [{ doc_id: "c", title: "A copy\u202e", publisher: "Wire" }] }) }));
  for (const part of ["By wordsnothing to rank", "By meaningnot among the first 60", "then ordered by a reranker", "near copies, which count once:A copy\ufffdWire"]) assert.ok(words.includes(part), part);
});

test("what is not found any more, was never searched for or cannot be told says so", () => {
  const gone = told(search({ found: null }));
  assert.match(gone, /not found any more: reports that were added or withdrawn since/);
  assert.match(gone, /Searched forHow did Alibaba close\?.*Kept out12 later/s);
  assert.doesNotMatch(gone, /Both together/);
  assert.match(told(), /kept no search that could be done again/);
  assert.match(failed({ code: "internal", incident: "i-7" }), /cannot be told. Something went wrong on the server\. Ask again in a moment\.Try againIncident i-7/);
});

test("closed, it is a button alone; in Chinese it is said in Chinese", () => {
  assert.equal(wordsOf(whyView(PATH, null, "UTC")), "Why this was found");
  speak(chinese);
  assert.doesNotMatch(told(search({ query: "阿里", found: found({ also: [{ doc_id: "c", title: "副本", publisher: "" }] }) })).replace(/9988\.HK/g, ""), /[A-Za-z]{2,}/);
});

test("it asks when it is opened, once, and again where that failed", async () => {
  const asked = [];
  let answer = () => Promise.reject({ code: "internal", message: "", incident: "", retryable: true });
  const part = create({ get: (path) => { asked.push(path); return answer(); } }, { redraw() {}, zone: () => "UTC" });
  const turn = { ...newTurn("k", { question: "?" }), turnId: "t/1" };
  const words = () => part.view(turn, { n: 3 }).map(wordsOf).join("");
  const path = "turns/t%2F1/sources/3/found";
  const settled = () => new Promise((resume) => setImmediate(resume));

  assert.equal(words(), "Why this was found");
  assert.deepEqual(asked, []);
  part.actions.toggle({ path });
  assert.match(words(), /Searching again…/);
  await settled();
  assert.match(words(), /cannot be told/);
  answer = () => Promise.resolve({ searches: [search()] });
  part.actions.again({ path });
  await settled();
  assert.match(words(), /Number 2 of 8/);
  part.actions.toggle({ path });
  assert.equal(words(), "Why this was found");
  part.actions.toggle({ path });
  assert.match(words(), /Number 2 of 8/);
  assert.deepEqual(asked, [path, path]);
});

test("an answer that is no turn of a session has nothing to ask about", () => {
  assert.deepEqual(create({}, {}).view(newTurn("row", { question: "?" }), { n: 1 }), []);
});
