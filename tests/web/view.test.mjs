import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { announcement } from "../../web/modules/announce.js";
import { turnsView } from "../../web/modules/answer.js";
import { emptyConversation, newTurn, reduce } from "../../web/modules/conversation.js";
import { asText } from "../../web/modules/copying.js";
import { speak } from "../../web/modules/language.js";
import { rowsOf } from "../../web/modules/rows.js";
import { actionOf } from "../../web/modules/keys.js";
import { panelView } from "../../web/modules/panel.js";
import { freshnessView, holdingsView, noticesView, sessionsView } from "../../web/modules/sidebar.js";
import { wordsOf } from "../../web/modules/tree.js";
import { problemWords } from "../../web/modules/words.js";
import { emptyWorkspace, matching, openSource, reduce as reduceAll } from "../../web/modules/workspace.js";

const SOURCE = { n: 1, kind: "news", doc_id: "d", version: 1, title: "Baidu leads", publisher: "Harbour Daily", url: "https://news.example/b", published_at: "2025-09-17T10:03:00Z", quote: "rose 5 %" };
const turn = (changes = {}) => ({ ...newTurn("t", { question: "Why?" }), status: "done", text: "Baidu rose 5 % [1].", sources: [SOURCE], summary: { as_of: "2025-09-17T12:00:00Z", model: "extractive", elapsed_ms: 812 }, ...changes });
const shown = (...turns) => turnsView({ ...emptyConversation("c"), turns }, { zone: "Asia/Hong_Kong", panel: null });
const nodes = (child) => (typeof child === "string" ? [] : [child, ...(typeof child.children === "function" ? child.children() : child.children).flatMap(nodes)]);
const all = (tree) => tree.flatMap(nodes);
const withAction = (tree, name) => all(tree).filter((node) => node.props["data-action"] === name);

const VECTORS = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "javascript:alert(1)", "</textarea><iframe src=//evil.example>", "&lt;script&gt;", "{{constructor}}"];
for (const vector of VECTORS) {
  test(`${vector} stays words in every place`, () => {
    const source = { ...SOURCE, title: vector, publisher: vector, url: vector, quote: vector };
    const reading = { label: vector, tickers: [vector], note: vector, first: null, last: null, part: null };
    const tree = [
      ...shown(turn({ question: vector, text: `${vector} [1]`, sources: [source], reading, withheld: [{ reason: vector, detail: vector }] })),
      ...panelView({ source, previous: null, next: null, turn: turn() }, { status: "ready", document: { title: vector, text: vector, byline: vector, url: vector }, problem: null }, "UTC", () => []),
      ...sessionsView({ ...emptyWorkspace("k"), sessions: { ...emptyWorkspace("k").sessions, status: "ready", rows: [{ session_id: vector, title: vector }] } }, "UTC"),
    ];
    assert.ok(wordsOf(tree).includes(vector.replaceAll("<", "<")));
    const tags = new Set(all(tree).map((node) => node.tag));
    assert.deepEqual(["script", "img", "svg", "iframe"].filter((tag) => tags.has(tag)), []);
    assert.deepEqual(all(tree).filter((node) => node.tag === "a"), []);
    assert.deepEqual(all(tree).flatMap((node) => Object.keys(node.props)).filter((name) => name.startsWith("on") || name === "style" || name === "src"), []);
  });
}

test("an answer shows its marks, its sources and the moment it speaks from", () => {
  const tree = shown(turn());
  assert.equal(withAction(tree, "open-source").length, 2);
  assert.match(wordsOf(tree), /As of17 Sep 2025, 20:00 Hong Kong time/);
});

test("what an answer cost is said where a language model was paid, and where it is not known", () => {
  const facts = (cost) => wordsOf(shown(turn({ summary: { ...turn().summary, model: "openai:x", usage: { cost } } })));
  assert.match(facts("0.004321 USD"), /openai:x, 0\.8 sCost0\.004321 USD/);
  assert.match(facts("unknown"), /Costnot known/);
  assert.doesNotMatch(facts(""), /Cost/);
});

test("how the question was read is said in the page's language, once", () => {
  const note = "Relative dates are read from 3 October 2025, the day of the newest report held.";
  const reading = { label: "", tickers: [], note, first: null, last: null, part: null };
  const noted = (text) => all(shown(turn({ text, reading }))).filter((node) => node.props.class === "note").map(wordsOf);
  assert.deepEqual([noted(`${note} [1]\nIt rose [1].`), noted("It rose [1].")], [[], [note]]);
  speak(JSON.parse(readFileSync(new URL("../../web/words/zh.json", import.meta.url), "utf8")));
  const chinese = "相對日期以最新報道的日期2025年10月3日為準。";
  assert.deepEqual([noted(`${note} [1]\nIt rose [1].`), noted("相對日期以最新報道的日期2025年10月3日為準 [1]。\n升了 [1]。")], [[chinese], []]);
  speak({});
});

test("links to sources tell the other side nothing", () => {
  const tree = panelView({ source: SOURCE, previous: null, next: null, turn: turn() }, { status: "ready", document: { text: "It rose 5 %." }, problem: null }, "UTC", () => []);
  const [link] = all(tree).filter((node) => node.tag === "a");
  assert.equal(link.props.rel, "noopener noreferrer nofollow");
  assert.match(wordsOf(link), /news\.example/);
  assert.deepEqual(all(tree).filter((node) => node.tag === "mark").map(wordsOf), ["rose 5 %"]);
});

test("a passage that the text does not carry is shown apart and said not to be found", () => {
  const tree = panelView({ source: SOURCE, previous: null, next: null, turn: turn() }, { status: "ready", document: { text: "It fell." }, problem: null }, "UTC", () => []);
  assert.match(wordsOf(tree), /not found in this version/);
  assert.equal(all(tree).filter((node) => node.tag === "mark").length, 0);
});

test("a citation of an unknown source stays as it was written once the answer is whole", () => {
  assert.match(wordsOf(shown(turn({ text: "Rose [9].", sources: [] }))), /Rose \[9\]\./);
});

test("an answer asked again folds the earlier one away", () => {
  const tree = shown(turn({ key: "a" }), turn({ key: "b" }));
  assert.deepEqual(tree.map((node) => node.tag), ["details", "article"]);
});

for (const [name, changes, expected] of [
  ["cut", { status: "cut" }, /The connection was cut; this answer is incomplete\..*kept.*Try again/s],
  ["stopped", { status: "stopped" }, /Stopped\. Your question and the part of the answer above are kept/],
  ["failed", { status: "failed", text: "", problem: { code: "model_unavailable", message: "", retryable: true, incident: "i-1" } }, /cannot be reached\..*Your question is kept.*Try again.*i-1/s],
  ["refused", { status: "failed", problem: { code: "model_refused", message: "", retryable: false, incident: "i-1" } }, /refused.*must check/s],
  ["abstained", { summary: { abstained: true, reason: "future" } }, /Not known yet/],
  ["abstained without words", { text: "", summary: { abstained: true, reason: "stale" } }, /Out of date.*too old/s],
  ["abstained for a reason of later days", { summary: { abstained: true, reason: "eclipse" } }, /No answer/],
  ["withheld", { withheld: [{ reason: "figure", detail: "It says 6 %." }] }, /1 sentence withheld.*A figure is not in its source It says 6 %\./s],
  ["cut short", { truncated: true }, /longer than 100,000 characters/],
]) test(`an answer that is ${name} says so`, () => assert.match(wordsOf(shown(turn(changes))), expected));

test("every error code says what happened and what to do", () => {
  for (const code of ["assistant_error", "bad_input", "bad_setting", "not_found", "busy", "store_error", "embedder_changed", "model_error", "model_refused", "model_unavailable", "deadline_exceeded", "internal", "overloaded", "shutting_down", "no_key", "invalid", "too_large", "unreachable", "unreadable", "http_500", "toString"]) {
    const { what, todo } = problemWords({ code, message: "", retryable: true });
    assert.ok(what.length > 10 && todo.length > 5, code);
    assert.doesNotMatch(what + todo, /Error|Exception|Traceback|_/);
  }
  assert.deepEqual(problemWords({ code: "busy", message: "It is taken. Wait a little.", retryable: true }), { what: "It is taken. Wait a little.", todo: "" });
});

test("without a language model the page says what that means", () => {
  const state = emptyWorkspace("k");
  assert.match(wordsOf(noticesView({ ...state, about: { language_model: false } })), /answers quote their sources.*do not rephrase/s);
  assert.deepEqual(noticesView({ ...state, about: { language_model: true } }), []);
});

test("a server with a key asks for it", () => {
  const tree = noticesView({ ...emptyWorkspace("k"), aboutProblem: { code: "no_key", message: "", retryable: false, incident: "" } });
  assert.equal(withAction(tree, "enter-key").length, 1);
});

test("how much is held is said, and how new it is", () => {
  assert.deepEqual([holdingsView({ documents: 2234, bars: 1 }), holdingsView({ documents: 0, bars: 0 }), holdingsView(null)], [["2,234 reports · 1 daily price"], [], []]);
  const fresh = (at, now) => wordsOf(freshnessView({ newest_evidence_at: at }, "Asia/Hong_Kong", Date.parse(now)));
  assert.equal(fresh("2025-09-17T10:03:00Z", "2025-09-18T10:03:00Z"), "Evidence to 17 Sep 2025, 18:03 Hong Kong time");
  assert.equal(fresh("2025-09-17T10:03:00Z", "2025-09-27T10:04:00Z"), "Evidence to 17 Sep 2025, 18:03 Hong Kong time, 10 days ago");
  assert.equal(fresh(null, "2025-09-27T10:04:00Z"), "No evidence stored");
});

test("rows of prices, calculations and findings become small tables", () => {
  const rows = (kind, quote) => rowsOf({ n: 1, kind, quote }, "UTC");
  assert.deepEqual(rows("price", "9988.HK on 17 September 2025 (2025-09-17): open 158.00, close 161.60 HKD, volume 12,345,678; as traded"), [
    ["Row", "9988.HK on 17 September 2025 (2025-09-17)"], ["Open", "158.00"], ["Close", "161.60 HKD"], ["Volume", "12,345,678"], ["Remark", "as traded"],
  ]);
  assert.deepEqual(rows("calculation", "9988.HK: (161.60 - 153.50) / 153.50 = 5.28 %"), [["Formula", "9988.HK: (161.60 - 153.50) / 153.50"], ["Result", "5.28 %"]]);
  assert.deepEqual(rows("calculation", "Calendar XHKG: 18 October 2025 was a Saturday; no session."), [["Finding", "Calendar XHKG: 18 October 2025 was a Saturday; no session."]]);
  assert.deepEqual(rows("stat", "Hang Seng Tech, forward pe: 20.1 times (2025; desk)"), [["Row", "Hang Seng Tech, forward pe: 20.1 times (2025; desk)"]]);
});

test("a copied answer carries its sources and its moment", () => {
  assert.equal(asText(turn(), "UTC"), "Why?\n\nBaidu rose 5 % [1].\n\n[1] Baidu leads, Harbour Daily, 17 Sep 2025, 10:03 UTC\n    https://news.example/b\n\nAs of 17 Sep 2025, 12:00 UTC");
  assert.match(asText(turn({ status: "stopped" }), "UTC"), /incomplete/);
});

test("whole sentences are announced, without marks, and then the end", () => {
  const start = turn({ status: "working", text: "", summary: null });
  const one = { ...start, text: "Baidu rose [1]. " };
  assert.equal(announcement(undefined, start), "Working on the answer.");
  assert.equal(announcement(start, one), "Baidu rose.");
  assert.equal(announcement(one, { ...one, stage: "checking" }), "");
  assert.equal(announcement(one, { ...one, status: "done", summary: { abstained: false } }), "Answer complete, 1 source.");
});

const PAGE = { where: "page", empty: true, panel: false, renaming: false, deleting: false, drawer: false, working: false, singleKeys: true };
for (const [press, at, expected] of [
  [{ key: "Enter" }, { where: "question" }, "send"], [{ key: "Enter", shiftKey: true }, { where: "question" }, null],
  [{ key: "Enter", isComposing: true }, { where: "question" }, null], [{ key: "?" }, { where: "question" }, null],
  [{ key: "ArrowUp" }, { where: "question" }, "recall"], [{ key: "PageDown" }, { where: "question" }, "page-down"], [{ key: "PageDown" }, {}, null], [{ key: "ArrowUp" }, { where: "question", empty: false }, null],
  [{ key: "?" }, {}, "shortcuts"], [{ key: "?" }, { singleKeys: false }, null], [{ key: "/" }, {}, "focus-question"], [{ key: "/" }, { where: "field" }, null],
  [{ key: "]" }, { panel: true }, "next-source"], [{ key: "]" }, {}, null], [{ key: "]" }, { where: "question", panel: true }, null],
  [{ key: "Escape" }, { panel: true, working: true }, "close-panel"], [{ key: "Escape" }, { working: true, where: "question" }, "stop"], [{ key: "Escape" }, {}, null],
  [{ key: "Escape" }, { renaming: true, panel: true }, "cancel-rename"], [{ key: "ñ", code: "KeyN", altKey: true }, { where: "question" }, "new-session"],
  [{ key: "n", code: "KeyN", altKey: true, ctrlKey: true }, {}, null], [{ key: "/", ctrlKey: true }, {}, null],
]) test(`${JSON.stringify(press)} at ${JSON.stringify(at)} does ${expected}`, () => assert.equal(actionOf(press, { ...PAGE, ...at }), expected));

test("sessions are found by any of their words", () => {
  const rows = [{ session_id: "a", title: "Alibaba and chips" }, { session_id: "b", title: "Baidu" }];
  assert.deepEqual(matching(rows, "chips ALI").map((row) => row.session_id), ["a"]);
});

test("deleting the open session leaves an empty one, and the panel follows its turn", () => {
  let state = reduceAll(emptyWorkspace("k"), { type: "conversation_shown", key: "c", sessionId: "s" });
  state = reduceAll(state, { type: "asked", turn: "t", question: "Q" });
  state = reduceAll(state, { type: "received", turn: "t", event: { type: "citations", data: { sources: [SOURCE, { n: 2, kind: "price" }] } } });
  state = reduceAll(state, { type: "panel_opened", turn: "t", n: 1 });
  assert.deepEqual([openSource(state).source.n, openSource(state).previous, openSource(state).next.n], [1, null, 2]);
  assert.equal(reduceAll(state, { type: "panel_loaded", turn: "t", n: 2, document: {} }), state); // a late answer for another source
  state = reduceAll(state, { type: "session_deleted", sessionId: "s", key: "fresh" });
  assert.deepEqual([state.current, state.panel, state.conversations.c], ["fresh", null, undefined]);
});

test("an event for a conversation that is gone changes nothing", () => {
  const state = emptyWorkspace("k");
  assert.equal(reduceAll(state, { type: "received", conversation: "gone", turn: "t", event: { type: "text", data: {} } }), state);
  assert.equal(reduce(emptyConversation("c"), { type: "unknown" }).turns.length, 0);
});
