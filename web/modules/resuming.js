/** Where a stream was when its connection broke, and how long to wait before trying again. Pure.
 * @typedef {{turnId: string, n: number}} Place */

const WAITS_MS = [250, 500, 1000, 2000, 3000, 4000, 5000, 5000, 5000, 5000, 5000, 5000]; // twice the time that the server waits

/** The place after an event with that id, "<turn>:<number>"; any other id leaves it where it was.
 * @param {string} id @param {Place} before @returns {Place} */
export function placeIn(id, before) {
  const [, turnId, number] = /^(.+):(\d{1,7})$/.exec(id ?? "") ?? [];
  return turnId ? { turnId, n: Number(number) } : before;
}

/** Milliseconds before the next attempt, or null when it is time to give up. @param {number} tries @returns {number | null} */
export function waitBefore(tries) {
  return WAITS_MS[tries] ?? null;
}
