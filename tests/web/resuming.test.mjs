import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyConversation, reduce } from "../../web/modules/conversation.js";
import { createApi } from "../../web/modules/api.js";
import { placeIn, waitBefore } from "../../web/modules/resuming.js";

test("the place is the last event that arrived; other ids change nothing", () => {
  const before = { turnId: "a", n: 2 };
  assert.deepEqual(placeIn("t_1-x:7", before), { turnId: "t_1-x", n: 7 });
  for (const id of ["", "x", "x:", ":3", "x:-1", "x:1e9", "x:123456789", null]) assert.equal(placeIn(id, before), before);
});

test("waiting grows and ends", () => {
  const waits = Array.from({ length: 12 }, (_, tries) => waitBefore(tries));
  assert.deepEqual(waits, [...waits].sort((a, b) => a - b));
  assert.equal(waitBefore(12), null);
  assert.ok(waits.reduce((sum, wait) => sum + wait, 0) > 40_000);
});

test("a lost connection is said until the next event, and keeps what was told", () => {
  let state = reduce(emptyConversation("c"), { type: "asked", turn: "t", question: "Q", overrides: {} });
  state = reduce(state, { type: "received", turn: "t", event: { type: "text", data: { text: "One. " } } });
  state = reduce(state, { type: "connection_lost", turn: "t" });
  assert.equal(state.turns[0].lost, true);
  state = reduce(state, { type: "received", turn: "t", event: { type: "text", data: { text: "Two." } } });
  assert.deepEqual([state.turns[0].lost, state.turns[0].text], [false, "One. Two."]);
});

test("an answer stopped elsewhere is stopped here, and one still written is taken up from its start", () => {
  const session = { turns: [{ turn_id: "t1", question: "Q", state: "running", events: [{ type: "text", text: "half" }] }] };
  let state = reduce(emptyConversation("c"), { type: "loaded", session });
  assert.equal(state.turns[0].status, "elsewhere");
  state = reduce(state, { type: "taken_up", turn: state.turns[0].key });
  assert.deepEqual([state.turns[0].status, state.turns[0].text, state.turns[0].turnId], ["working", "", "t1"]);
  state = reduce(state, { type: "received", turn: state.turns[0].key, event: { type: "error", data: { code: "stopped", message: "Stopped." } } });
  assert.equal(state.turns[0].status, "stopped");
});

test("asking says that it may come back, and resuming says from where", async () => {
  const seen = [];
  const fetch = async (path, options) => {
    seen.push([options.method ?? "GET", path, options.headers["x-may-resume"]]);
    return new Response("event: done\ndata: {}\n\n");
  };
  const api = createApi({ fetch });
  const { signal } = new AbortController();
  await api.ask({}, signal);
  await api.resume("t/1", 4, signal);
  assert.deepEqual(seen, [["POST", "api/chat", "true"], ["GET", "api/turns/t%2F1/events?after=4", undefined]]);
});
