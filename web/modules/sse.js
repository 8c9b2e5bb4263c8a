/** Server-sent events from bytes: partial characters, lines and events wait for their rest. Pure.
 * @typedef {{type: string, id: string, data: any}} ChatEvent */

const LONGEST_EVENT = 16_000_000; // characters; a stream that never ends an event must not fill the memory

/** A reader to which bytes are pushed and which returns the events that became whole.
 * @returns {{push: (bytes: Uint8Array) => ChatEvent[], pending: () => boolean}} */
export function createReader() {
  const decoder = new TextDecoder("utf-8");
  let rest = /** @type {string[]} */ ([]); // pieces of the line that has not ended yet: joined once, however many there are
  let skipLineFeed = false; // the last piece ended in CR: an LF that follows belongs to it
  let event = { type: "", id: "", data: /** @type {string[]} */ ([]) };
  let size = 0;

  /** @param {string} line @returns {ChatEvent | null} */
  function take(line) {
    if (line === "") return finish();
    if (line.startsWith(":")) return null;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") event.type = value;
    if (field === "id") event.id = value;
    if (field === "data") event.data.push(value);
    return null;
  }

  /** @returns {ChatEvent | null} */
  function finish() {
    const { type, id, data } = event;
    event = { type: "", id: "", data: [] };
    size = 0;
    if (data.length === 0) return null;
    try {
      return { type: type || "message", id, data: JSON.parse(data.join("\n")) };
    } catch {
      return { type: "unreadable", id, data: {} };
    }
  }

  return {
    push(bytes) {
      let text = decoder.decode(bytes, { stream: true });
      if (text === "") return [];
      if (skipLineFeed && text.startsWith("\n")) text = text.slice(1);
      skipLineFeed = text.endsWith("\r");
      size += text.length;
      if (size > LONGEST_EVENT) throw new RangeError("an event of the stream is too long");
      const lines = text.split(/\r\n|\r|\n/);
      rest.push(lines[0]);
      if (lines.length === 1) return [];
      lines[0] = rest.join("");
      rest = [lines.pop() ?? ""];
      return lines.map(take).filter((whole) => whole !== null);
    },
    pending: () => rest.some(Boolean) || event.data.length > 0,
  };
}
