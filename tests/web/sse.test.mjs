import assert from "node:assert/strict";
import { test } from "node:test";
import { createReader } from "../../web/modules/sse.js";

const bytes = (text) => new TextEncoder().encode(text);

function readIn(pieces) {
  const reader = createReader();
  return pieces.flatMap((piece) => reader.push(piece));
}

const STREAM = 'id: t:1\nevent: text\ndata: {"text":"阿里巴巴升 5.3 % 📈"}\n\n: still working\n\nevent: done\ndata: {"abstained":false}\n\n';
const EVENTS = [
  { type: "text", id: "t:1", data: { text: "阿里巴巴升 5.3 % 📈" } },
  { type: "done", id: "", data: { abstained: false } },
];

test("a stream cut at any byte gives the same events", () => {
  const whole = bytes(STREAM);
  for (let at = 0; at <= whole.length; at += 1) assert.deepEqual(readIn([whole.slice(0, at), whole.slice(at)]), EVENTS);
});

test("a stream that arrives byte by byte gives the same events", () => {
  assert.deepEqual(readIn([...bytes(STREAM)].map((byte) => Uint8Array.of(byte))), EVENTS);
});

for (const [name, ending] of [["CRLF", "\r\n"], ["CR", "\r"]]) {
  test(`lines may end in ${name}, wherever the stream is cut`, () => {
    const whole = bytes(STREAM.replaceAll("\n", ending));
    for (let at = 0; at <= whole.length; at += 1) assert.deepEqual(readIn([whole.slice(0, at), whole.slice(at)]), EVENTS);
  });
}

test("an event that has not ended is not handed over", () => {
  const reader = createReader();
  assert.deepEqual(reader.push(bytes('event: text\ndata: {"text":"half"}\n')), []);
  assert.equal(reader.pending(), true);
  assert.equal(reader.push(bytes("\n")).length, 1);
  assert.equal(reader.pending(), false);
});

test("several data lines are one value", () => {
  assert.deepEqual(readIn([bytes('event: text\ndata: {"text":\ndata: "a"}\n\n')]), [{ type: "text", id: "", data: { text: "a" } }]);
});

test("data that is no JSON is an event nobody knows", () => {
  assert.equal(readIn([bytes("event: text\ndata: {half\n\n")])[0].type, "unreadable");
});

test("an event without end does not fill the memory", () => {
  const reader = createReader();
  const piece = bytes(`data: ${"x".repeat(4_000_000)}`);
  assert.throws(() => { for (let n = 0; n < 6; n += 1) reader.push(piece); }, RangeError);
});
