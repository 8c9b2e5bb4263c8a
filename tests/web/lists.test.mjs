import assert from "node:assert/strict";
import { test } from "node:test";
import { listView } from "../../web/desk/list.js";
import { listTurns, listsView, underWay } from "../../web/modules/listview.js";
import { wordsOf } from "../../web/modules/tree.js";
import { current, emptyWorkspace, reduce } from "../../web/modules/workspace.js";

const ROW = { n: 1, question: "Why?", as_of: null, state: "waiting", events: [] };
const DONE = [
  { type: "text", text: "Baidu rose 5 % [1]." }, { type: "citations", sources: [{ n: 1, kind: "news", title: "Baidu leads" }] },
  { type: "done", abstained: false, turn_id: "", session_id: "" },
];
const list = (rows, progress = {}) => ({
  batch_id: "b", title: "Mine", total: rows.length, progress: { waiting: 0, running: 0, done: 0, failed: 0, stopped: 0, ...progress }, rows,
});

test("each row says what became of it", () => {
  const failed = [{ type: "error", code: "model_unavailable", message: "The model cannot be reached. Try later.", retryable: true }];
  const abstained = [{ type: "done", abstained: true, reason: "no_evidence" }];
  const shown = list([
    ROW, { ...ROW, n: 2, state: "running" }, { ...ROW, n: 3, state: "done", events: DONE }, { ...ROW, n: 4, state: "failed", events: failed },
    { ...ROW, n: 5, state: "stopped" }, { ...ROW, n: 6, state: "done", events: abstained },
  ], { waiting: 1, running: 1, done: 2, failed: 1, stopped: 1 });
  const words = wordsOf(listView(shown, listTurns(shown, []), null));
  for (const part of ["4 of 6 answered, 2 without an end", "waiting", "being answered…", "Baidu rose 5 %", "1 Baidu leads", "cannot be reached", "stopped before", "No evidence"]) {
    assert.ok(words.includes(part), part);
  }
});

test("a row that did not change keeps its turn", () => {
  const before = listTurns(list([{ ...ROW, state: "done", events: DONE }, { ...ROW, n: 2 }]), []);
  const after = listTurns(list([{ ...ROW, state: "done", events: DONE }, { ...ROW, n: 2, state: "running" }]), before);
  assert.equal(after[0], before[0]);
  assert.notEqual(after[1], before[1]);
});

test("a list is under way while something waits or runs", () => {
  assert.deepEqual([{ waiting: 1 }, { running: 1 }, { failed: 1 }].map((progress) => underWay(list([ROW], progress))), [true, true, false]);
});

test("a list is shown in place of a conversation, and its sources can be opened", () => {
  let state = reduce(emptyWorkspace("k"), { type: "conversation_shown", key: "list-b", sessionId: null });
  state = reduce(state, { type: "list_loaded", conversation: "list-b", list: list([{ ...ROW, state: "done", events: DONE }], { done: 1 }) });
  assert.equal(current(state).turns[0].sources[0].title, "Baidu leads");
  state = reduce(state, { type: "lists_loaded", lists: [list([ROW], { done: 1 })] });
  assert.match(wordsOf(listsView(state.lists, "b")), /Mine1 of 1/);
});
