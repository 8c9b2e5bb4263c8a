import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST_ANSWER, emptyConversation, newTurn, reduce, reduceTurn, requestOf, without, working } from "../../web/modules/conversation.js";

const asked = (changes = {}) => reduce(emptyConversation("c"), { type: "asked", turn: "t1", question: "Why?", ...changes });
const received = (state, type, data = {}) => reduce(state, { type: "received", turn: "t1", event: { type, data } });
const play = (...events) => events.reduce((state, [type, data]) => received(state, type, data), asked()).turns[0];
const DONE = ["done", { session_id: "s1", abstained: false }];

const ROWS = [
  ["pieces of text join", [["text", { text: "One. " }], ["text", { text: "Two." }]], { text: "One. Two.", status: "working" }],
  ["a status names the stage", [["status", { stage: "pricing" }]], { stage: "pricing" }],
  ["the reading outlives later statuses", [["status", { stage: "reading", reading: { label: "17 Sep 2025", tickers: ["BABA"] } }], ["status", { stage: "writing", reading: null }]],
    { reading: { label: "17 Sep 2025", first: null, last: null, part: null, tickers: ["BABA"], note: "" } }],
  ["withheld sentences are kept with their reason", [["withheld", { reason: "figure", detail: "6 %" }]], { withheld: [{ reason: "figure", detail: "6 %" }] }],
  ["sources without a number are left out", [["citations", { sources: [{ n: 1 }, { n: "2" }, null] }]], { sources: [{ n: 1 }] }],
  ["done ends the answer", [DONE], { status: "done", stage: "" }],
  ["an error ends it with its incident", [["error", { code: "store_error", message: "No.", retryable: true, incident: "i1" }]],
    { status: "failed", problem: { code: "store_error", message: "No.", retryable: true, incident: "i1" } }],
  ["nothing follows the end", [DONE, ["text", { text: "late" }], ["error", {}]], { status: "done", text: "" }],
  ["unknown events change nothing", [["sparkle", { text: "x" }], ["message", {}]], { text: "", status: "working" }],
  ["events without data change nothing", [["citations", null], ["figures", undefined], ["tool", null]], { sources: [], figures: [] }],
];
for (const [name, events, expected] of ROWS) {
  test(name, () => {
    const turn = play(...events);
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, turn[key]])), expected);
  });
}

test("an answer longer than the page shows is cut and says so", () => {
  const turn = play(["text", { text: "x".repeat(LONGEST_ANSWER + 5) }], ["text", { text: "more" }]);
  assert.equal(turn.text.length, LONGEST_ANSWER);
  assert.equal(turn.truncated, true);
});

test("reordering and control characters become visible marks", () => {
  assert.equal(play(["text", { text: "rose \u202e% 61\u202c\u0007" }]).text, "rose \ufffd% 61\ufffd\ufffd");
});

test("the state before an event is left as it was", () => {
  const before = asked();
  const copy = structuredClone(before);
  received(before, "text", { text: "x" });
  assert.deepEqual(before, copy);
});

test("the session is known from the first header and from done", () => {
  assert.equal(reduce(asked(), { type: "named", sessionId: "s1" }).sessionId, "s1");
  assert.equal(received(asked(), ...DONE).sessionId, "s1");
});

test("stopping keeps what was said, once", () => {
  const state = reduce(received(asked(), "text", { text: "One." }), { type: "stopped", turn: "t1" });
  assert.deepEqual([state.turns[0].status, state.turns[0].text, working(state)], ["stopped", "One.", undefined]);
  assert.equal(reduce(state, { type: "cut", turn: "t1" }).turns[0].status, "stopped");
});

test("a stream that ended without done or error is cut", () => {
  assert.equal(reduce(asked(), { type: "cut", turn: "t1" }).turns[0].status, "cut");
});

test("asking again without the dates sends a window open at both ends", () => {
  const state = received(asked({ asOf: "2025-09-17T10:00:00Z" }), "status", { reading: { label: "d", tickers: ["BABA", "9988.HK"] } });
  assert.deepEqual(without(state.turns[0], "window"), { window: { first: null, last: null } });
  assert.deepEqual(without(state.turns[0], { ticker: "BABA" }), { tickers: ["9988.HK"] });
  assert.deepEqual(requestOf({ ...state, sessionId: "s1" }, { ...state.turns[0], overrides: { tickers: [] } }), {
    question: "Why?", session_id: "s1", as_of: "2025-09-17T10:00:00Z", tickers: [],
  });
});

test("a stored session plays its events again", () => {
  const events = [{ type: "text", text: "One [1]." }, { type: "citations", sources: [{ n: 1, kind: "news" }] }, { type: "done", session_id: "s1" }];
  const stored = (state, more = {}) => ({ turn_id: state, question: "Q", answer: "One [1].", state, events: [], ...more });
  const session = { title: "Q", turns: [stored("done", { events }), stored("stopped"), stored("failed"), stored("running")] };
  const { turns } = reduce(emptyConversation("c"), { type: "loaded", session });
  assert.deepEqual(turns.map((turn) => [turn.status, turn.text]), [["done", "One [1]."], ["stopped", "One [1]."], ["cut", "One [1]."], ["elsewhere", "One [1]."]]);
  assert.equal(turns[0].sources.length, 1);
});

test("a turn that is not being answered takes no events", () => {
  const turn = { ...newTurn("t", { question: "Q" }), status: "stopped" };
  assert.equal(reduceTurn(turn, { type: "text", data: { text: "late" } }), turn);
});
