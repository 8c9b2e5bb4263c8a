/** The events of a stream, handed over as they arrive. */
import { createReader } from "./sse.js";

/** @typedef {{signal: AbortSignal, onEvent: (event: import("./sse.js").ChatEvent) => void, onSession?: (sessionId: string) => void}} Following */

/** Hands over each event of a stream; resolves to whether the stream said that it was over.
 * @param {Response} response @param {Following} options @returns {Promise<boolean>} */
export async function follow(response, { signal, onEvent, onSession = () => {} }) {
  const sessionId = response.headers.get("x-session-id");
  if (sessionId) onSession(sessionId);
  const stream = response.body.getReader();
  const reader = createReader();
  try {
    for (;;) {
      const { done, value } = await stream.read();
      if (done) return false;
      for (const event of reader.push(value)) {
        onEvent(event);
        if (event.type === "done" || event.type === "error") return true;
      }
    }
  } catch (error) {
    if (signal.aborted) throw error;
    return false; // the connection broke while reading: what arrived stays
  } finally {
    stream.cancel().catch(() => {});
  }
}
