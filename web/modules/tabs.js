/** Tabs of one browser that show the same sessions: each tells the others what it changed. */

/** @param {(sessionId: string | null) => void} changed what to do when another tab changed a session, or the list of them
 * @returns {(sessionId: string | null) => void} tells the other tabs */
export function connectTabs(changed) {
  const channel = new BroadcastChannel("rally");
  channel.addEventListener("message", ({ data }) => changed(typeof data === "string" ? data : null));
  return (sessionId) => channel.postMessage(sessionId);
}
