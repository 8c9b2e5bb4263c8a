import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { headView } from "../../web/desk/brief.js";
import { changesView, markedWords } from "../../web/desk/changes.js";
import { differenceLines } from "../../web/desk/differences.js";
import { becameView, intakeView } from "../../web/desk/intakeview.js";
import { watchedView } from "../../web/desk/watched.js";
import { turnsView } from "../../web/modules/answer.js";
import { emptyConversation, newTurn, reduce } from "../../web/modules/conversation.js";
import { createDesk } from "../../web/modules/desk.js";
import { speak } from "../../web/modules/language.js";
import { wordsOf } from "../../web/modules/tree.js";

const folder = new URL("../../web/desk/", import.meta.url);
const parts = readdirSync(folder);
const read = (name) => readFileSync(new URL(name, folder), "utf8");
const nodes = (child) => (typeof child === "string" ? [] : [child, ...(typeof child.children === "function" ? child.children() : child.children).flatMap(nodes)]);

const turn = (changes = {}) => ({ ...newTurn("t", { question: "Why?" }), status: "done", turnId: "t", text: "Baidu rose 5 % [1].", sources: [], summary: {}, ...changes });
const brief = (changes = {}) => ({
  session_id: "s", watchlist: "tech", as_of: "2025-09-18T01:00:00Z", window: { label: "since Monday" }, new: { reports: 5, bars: 1 }, state: "running", answered: 1, total: 2,
  silent: ["NVDA"], names: { "9888.HK": "Baidu", NVDA: "Nvidia" }, questions: [{ ticker: "9888.HK", question: "Why?", turn_id: "t" }, { ticker: null, question: "What?", turn_id: null }], ...changes,
});
const document = (changes = {}) => ({ doc_id: "d", title: "Baidu leads", publisher: "Harbour Daily", url: "https://news.example/b", published_at: "2025-09-17T10:03:00Z", ingested_at: "2025-09-18T00:00:00Z", withdrawn_at: null, version: 1, ...changes });
const became = (changes = {}) => ({
  document: document(), language: "en", duplicate_of: null, story: [], names: { "9888.HK": "Baidu" }, passages: [{ ordinal: 0, start: 0, end: 9, text: "It rose." }],
  versions: [{ version: 1, known_at: "2025-09-17T10:03:00Z", superseded_at: null, updated_at: null, published_at: "2025-09-17T10:03:00Z", precision: "minute", chars: 9, chunks: 1, notes: ["summary_only"], tickers: ["9888.HK"] }], ...changes,
});
const intake = (changes = {}) => ({ allowed: true, refusal: "", endings: [".txt"], maxBytes: 20 * 1_048_576, said: "", jobs: [], sources: [], documents: [], words: "", became: null, ...changes });
const comparison = (differences = {}) => ({ changed: true, before_as_of: "2025-09-17T00:00:00Z", after_as_of: "2025-09-18T00:00:00Z", differences: { figures_gone: ["5 %"], figures_new: ["7 %"], sources_gone: [], sources_new: [], sources_updated: [], reason_before: null, reason_after: null, words: true, ...differences } });

test("a brief tells its time, what is new, how far it is and what came of each question", () => {
  const words = wordsOf(headView(brief(), [turn()], "UTC"));
  for (const part of ["Brief tech, since Monday", "5 reports, 1 daily price", "1 of 2 answered", "Baidu 9888.HK", "What? waiting", "Nothing new about Nvidia"]) assert.ok(words.includes(part), part);
  assert.match(wordsOf(headView(brief({ state: "done" }), [turn({ summary: { abstained: true, reason: "no_evidence" } })], "UTC")), /Why\? no evidence/);
});

test("a comparison marks on each side what only it has", () => {
  const tree = changesView(comparison(), turn({ text: "It rose 7 % [1]." }), turn({ text: "It rose 5 % [1]." }), "UTC");
  assert.deepEqual(nodes(tree).filter((node) => node.tag === "mark").map(wordsOf), ["5 %", "7 %"]);
  assert.match(wordsOf(tree), /New figures: 7 %.*Figures gone: 5 %.*Then, as of .*Now, as of/s);
  assert.match(wordsOf(changesView({ ...comparison({ figures_gone: [], figures_new: [] }), changed: false }, turn(), turn(), "UTC")), /Nothing changed.*in other words/);
});

test("figures are marked where they stand, each once, and nothing else is", () => {
  assert.equal(wordsOf(markedWords("A 5 % and B 5 %.", ["5 %", "9 %", ""])), "A 5 % and B 5 %.");
  assert.deepEqual(markedWords("none", []), ["none"]);
});

test("the earlier whole answer to the same question is the one compared with", () => {
  const turns = [turn({ key: "a", turnId: "a" }), turn({ key: "b", turnId: "b", question: "Else?" }), turn({ key: "c", turnId: "c", status: "failed" }), turn({ key: "d", turnId: "d" })];
  const pairs = [];
  turnsView({ ...emptyConversation("c"), turns }, { zone: "UTC", panel: null, compared: (...pair) => { pairs.push(pair.map((one) => one.turnId)); return []; } });
  assert.deepEqual(pairs, [["d", "a"]]);
});

test("a stored answer says what became of its sources", () => {
  const stored = { turn_id: "t", question: "Why?", state: "done", events: [{ type: "citations", sources: [{ n: 1, kind: "news", title: "A" }] }, { type: "done", turn_id: "t" }], sources_since: [{ n: 1, state: "withdrawn" }] };
  const conversation = reduce(emptyConversation("c"), { type: "loaded", session: { title: "S", turns: [stored], brief: null } });
  assert.match(wordsOf(turnsView(conversation, { zone: "UTC", panel: null })), /1 source was withdrawn.*withdrawn since/s);
});

test("a brief that runs is filled as its answers come; what is being written is left to it", () => {
  const stored = (id, state) => ({ turn_id: id, question: id, state, events: state === "done" ? [{ type: "done", turn_id: id }] : [] });
  let conversation = reduce(emptyConversation("c"), { type: "loaded", session: { title: "S", turns: [stored("a", "done"), stored("b", "running")], brief: "running" } });
  assert.deepEqual(conversation.turns.map((one) => one.turnId), ["a"]);
  const [first] = conversation.turns;
  conversation = reduce(conversation, { type: "session_grown", session: { turns: [stored("a", "done"), stored("b", "done")], brief: "done" } });
  assert.deepEqual(conversation.turns.map((one) => one.turnId), ["a", "b"]);
  assert.equal(conversation.turns[0], first);
});

test("what was taken in, what was rejected and how the sources go are told", () => {
  const job = { job_id: "j", what: "a.txt", state: "done", at_work: "", problem: "", report: { articles: { seen: 2, new: 1, rejected: 1 }, documents: [{ doc_id: "d", title: "Baidu leads", outcome: "new" }], rejects: [{ origin: "a.txt", reason: "bad_date", detail: "no day" }] } };
  const source = { name: "wire", state: "unavailable", last_success_at: null, newest_at: null, items: 3, last_error: "503" };
  const words = wordsOf(intakeView(intake({ jobs: [job], sources: [source], documents: [document()], became: became() }), "UTC"));
  for (const part of ["articles: 1 new, 1 rejected", "bad date no day", "wireunavailablenever", "20 MB", "1: known from", "noted: summary only", "Baidu 9888.HK", "1 passage"]) assert.ok(words.includes(part), part);
  const refused = intakeView(intake({ allowed: false, refusal: "Ask for a key." }), "UTC");
  assert.match(wordsOf(refused), /Ask for a key/);
  assert.equal(nodes(refused).filter((node) => node.tag === "form").length, 0);
});

const VECTORS = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "\u202etxt.exe", "{{constructor}}"];
for (const vector of VECTORS) {
  test(`${JSON.stringify(vector)} stays words on the desk`, () => {
    const report = { articles: { [vector]: 1 }, documents: [{ doc_id: vector, title: vector, outcome: "new" }], rejects: [{ origin: vector, reason: vector, detail: vector }] };
    const told = { text: vector, reason: vector, as_of: null };
    const change = { changed_at: vector, differences: comparison({ figures_new: [vector] }).differences, before: told, after: told };
    const source = { name: vector, state: vector, last_error: vector, items: 1, last_success_at: vector, newest_at: vector };
    const tree = [
      headView(brief({ watchlist: vector, window: { label: vector }, names: { NVDA: vector, "9888.HK": vector }, questions: [{ ticker: "9888.HK", question: vector, turn_id: "t" }] }), [turn()], "UTC"),
      changesView(comparison({ figures_gone: [vector], sources_new: [{ title: vector, publisher: vector }], reason_after: vector }), turn({ text: vector }), turn({ text: vector }), "UTC"),
      watchedView({ status: "ready", rows: [{ watch_id: vector, question: vector, unseen: 1, asked_at: vector, answer: told, changes: [change] }], problem: null }, "UTC"),
      intakeView(intake({ jobs: [{ job_id: vector, what: vector, state: "failed", problem: vector, report }], sources: [source], documents: [document({ title: vector, url: vector })], words: vector }), "UTC"),
      becameView(became({ document: document({ title: vector, publisher: vector, url: vector }), story: [document({ title: vector })], passages: [{ ordinal: 0, start: 0, end: 1, text: vector }] }), "UTC"),
    ];
    const all = tree.flatMap(nodes);
    assert.deepEqual(["script", "img", "svg", "iframe"].filter((tag) => all.some((node) => node.tag === tag)), []);
    assert.deepEqual(all.filter((node) => node.tag === "a"), []);
    assert.deepEqual(all.flatMap((node) => Object.keys(node.props)).filter((name) => name.startsWith("on") || name === "style" || name === "src"), []);
  });
}

test("each kind of difference has its line", () => {
  const source = { kind: "news", title: "Baidu leads", publisher: "Harbour Daily" };
  const { differences } = comparison({ sources_updated: [source], sources_gone: [{ kind: "price", title: "", publisher: "" }], reason_after: "stale" });
  assert.deepEqual(differenceLines(differences), [
    "Before: an answer. Now: no answer (Out of date).", "New figures: 7 %", "Figures gone: 5 %", "Updated sources: Baidu leads, Harbour Daily", "Sources gone: price",
  ]);
});

test("the desk is said in the page's language", () => {
  speak(JSON.parse(readFileSync(new URL("../words/zh.json", folder), "utf8")));
  try {
    const words = wordsOf([headView(brief(), [turn()], "UTC"), watchedView({ status: "ready", rows: [], problem: null }, "UTC"), intakeView(intake(), "UTC"), changesView(comparison(), turn(), turn(), "UTC")]);
    for (const part of ["簡報", "5篇報道、1個每日價格", "關注的問題", "來源與檔案", "有甚麼變動", "新數字: 7 %"]) assert.ok(words.includes(part), part);
  } finally {
    speak({});
  }
});

test("parts of the desk keep the page's rules and stay small", () => {
  for (const name of parts) assert.doesNotMatch(read(name), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\bfetch\(|XMLHttpRequest|EventSource/, name);
  assert.ok(parts.reduce((sum, name) => sum + read(name).length, 0) < 50_000);
});

test("an unknown part is neither fetched nor shown", async () => {
  const desk = createDesk({}, { dispatch: assert.fail, redraw: assert.fail, notice: assert.fail });
  await desk.act("constructor:open", {}, null);
  await desk.act("elsewhere", {}, null);
});
