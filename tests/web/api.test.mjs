import assert from "node:assert/strict";
import { test } from "node:test";
import { createApi } from "../../web/modules/api.js";
import { follow } from "../../web/modules/following.js";

const answering = (...parts) => async () => new Response(new ReadableStream({
  start(controller) {
    for (const part of parts) part instanceof Error ? controller.error(part) : controller.enqueue(new TextEncoder().encode(part));
    if (!(parts.at(-1) instanceof Error)) controller.close();
  },
}), { headers: { "x-session-id": "s1" } });

async function ask(fetch) {
  const events = [];
  const { signal } = new AbortController();
  const stream = await createApi({ fetch }).ask({ question: "Q" }, signal);
  const whole = await follow(stream, { signal, onEvent: (event) => events.push(event.type), onSession: (id) => events.push(id) });
  return { whole, events };
}

test("a stream is read to its last event", async () => {
  assert.deepEqual(await ask(answering("event: te", 'xt\ndata: {"text":"a"}\n\nevent: done\ndata: {}\n\nevent: text\ndata: {}\n\n')), { whole: true, events: ["s1", "text", "done"] });
});

test("a stream that ends without done or error is not whole", async () => {
  assert.deepEqual(await ask(answering('event: text\ndata: {"text":"a"}\n\n')), { whole: false, events: ["s1", "text"] });
});

test("a refusal carries the server's code, words and incident", async () => {
  const fetch = async () => Response.json({ error: { code: "busy", message: "Wait.", retryable: true, incident: "i1" } }, { status: 409 });
  await assert.rejects(ask(fetch), { code: "busy", message: "Wait.", retryable: true, incident: "i1" });
});

test("a refusal that is no JSON is told by its status", async () => {
  await assert.rejects(ask(async () => new Response("<html>bad gateway", { status: 502 })), { code: "http_502", retryable: true });
});

test("no connection is a problem of its own", async () => {
  await assert.rejects(ask(async () => { throw new TypeError("failed"); }), { code: "unreachable", retryable: true });
});

test("leaving is not a problem", async () => {
  const leave = new AbortController();
  const fetch = async () => { leave.abort(); throw new DOMException("left", "AbortError"); };
  await assert.rejects(createApi({ fetch }).ask({}, leave.signal), { name: "AbortError" });
});

test("ids are escaped in addresses and the key is presented", async () => {
  const seen = [];
  const fetch = async (path, options) => { seen.push([path, options.headers.authorization]); return Response.json({ sessions: [] }); };
  const api = createApi({ fetch, key: () => "k" });
  await api.document("../x?#", 2);
  await api.session("a/b");
  assert.deepEqual(await api.sessions(), []);
  assert.deepEqual(seen, [["api/documents/..%2Fx%3F%23?version=2", "Bearer k"], ["api/sessions/a%2Fb", "Bearer k"], ["api/sessions", "Bearer k"]]);
});
