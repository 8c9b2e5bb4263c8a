/** Times with their zone, counts and text made safe to look at. Pure. */
import { counted, say } from "./language.js";

// Embeddings and overrides reorder what is read (a price could show its digits reversed); other controls are invisible.
const REORDERING = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g;

/** Text with reordering and control characters replaced by a visible mark; line breaks and tabs stay.
 * @param {unknown} text @returns {string} */
export function visible(text) {
  return String(text ?? "").replace(/\r\n?/g, "\n").replace(REORDERING, "\ufffd").replace(CONTROLS, "\ufffd");
}

/** A zone as people say it: "Asia/Hong_Kong" is "Hong Kong time".
 * @param {string} zone @returns {string} */
export function zoneName(zone) {
  if (!zone || zone === "UTC" || zone === "Etc/UTC") return "UTC";
  return say(`${zone.split("/").at(-1).replaceAll("_", " ")} time`);
}

/** A zone the browser knows, or UTC.
 * @param {unknown} zone @returns {string} */
export function knownZone(zone) {
  try {
    return zone ? new Intl.DateTimeFormat("en", { timeZone: String(zone) }).resolvedOptions().timeZone && String(zone) : "UTC";
  } catch {
    return "UTC";
  }
}

/** The calendar and clock parts of an instant in a zone.
 * @param {Date} instant @param {string} zone @returns {Record<string, string>} */
function wall(instant, zone) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "17 Sep 2025, 18:03, Hong Kong time"; an empty string when there is no readable instant.
 * @param {string | null | undefined} iso @param {string} [zone] @param {{zone?: boolean}} [show] @returns {string} */
export function formatInstant(iso, zone = "UTC", show = { zone: true }) {
  const instant = new Date(iso ?? NaN);
  if (Number.isNaN(instant.getTime())) return "";
  const part = wall(instant, zone);
  const text = `${dayWords(part.year, Number(part.month), Number(part.day))}, ${part.hour}:${part.minute}`;
  return show.zone ? `${text} ${zoneName(zone)}` : text;
}

/** "17 Sep 2025" for an ISO calendar day.
 * @param {string | null | undefined} day @returns {string} */
export function formatDay(day) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "");
  return found && MONTHS[Number(found[2]) - 1] ? dayWords(found[1], Number(found[2]), Number(found[3])) : "";
}

/** @param {string} year @param {number} n of the month @param {number} day */
function dayWords(year, n, day) {
  return say("{day} {month} {year}", { day, month: MONTHS[n - 1], n, year });
}

/** The instant that a clock in `zone` shows as `local` ("2025-09-17T18:03"), as ISO UTC, or null.
 * @param {string} local @param {string} zone @returns {string | null} */
export function instantOf(local, zone) {
  const wanted = Date.parse(`${local}Z`);
  if (!local || Number.isNaN(wanted)) return null;
  let instant = wanted;
  for (let round = 0; round < 2; round += 1) instant = wanted - offset(instant, zone); // the second round settles changes of the clock
  return new Date(instant).toISOString();
}

/** What a clock in `zone` shows at an instant, as a datetime-local value.
 * @param {string | null} iso @param {string} zone @returns {string} */
export function localOf(iso, zone) {
  const instant = new Date(iso ?? NaN);
  if (Number.isNaN(instant.getTime())) return "";
  const part = wall(instant, zone);
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/** @param {number} instant @param {string} zone @returns {number} milliseconds east of UTC */
function offset(instant, zone) {
  const part = wall(new Date(instant), zone);
  const shown = Date.UTC(+part.year, +part.month - 1, +part.day, +part.hour, +part.minute, +part.second);
  return shown - Math.floor(instant / 1000) * 1000;
}

/** "2,234". @param {unknown} count @returns {string} */
export function formatCount(count) {
  return Number.isFinite(count) ? Number(count).toLocaleString("en-GB") : "";
}

/** "1 report", "2 reports". @param {number} count @param {string} noun @returns {string} */
export function plural(count, noun) {
  return counted(formatCount(count), noun);
}

/** "0.8 s". @param {unknown} ms @returns {string} */
export function formatElapsed(ms) {
  return Number.isFinite(ms) ? `${(Number(ms) / 1000).toFixed(1)} s` : "";
}
