import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCount, formatDay, formatElapsed, formatInstant, instantOf, knownZone, localOf, plural, visible, zoneName } from "../../web/modules/format.js";
import { safeLink } from "../../web/modules/links.js";

const ROWS = [
  [formatInstant("2025-09-17T10:03:00Z", "Asia/Hong_Kong"), "17 Sep 2025, 18:03 Hong Kong time"],
  [formatInstant("2025-09-17T10:03:00.123456+00:00", "UTC"), "17 Sep 2025, 10:03 UTC"],
  [formatInstant("2025-09-17T23:59:00Z", "Asia/Hong_Kong", { zone: false }), "18 Sep 2025, 07:59"],
  [formatInstant(null, "UTC"), ""], [formatInstant("soon", "UTC"), ""],
  [formatDay("2025-09-07"), "7 Sep 2025"], [formatDay("2025-13-07"), ""], [formatDay(null), ""],
  [zoneName("America/New_York"), "New York time"], [zoneName("UTC"), "UTC"],
  [knownZone("Mars/Olympus"), "UTC"], [knownZone("Asia/Tokyo"), "Asia/Tokyo"], [knownZone(undefined), "UTC"],
  [instantOf("2025-09-17T18:03", "Asia/Hong_Kong"), "2025-09-17T10:03:00.000Z"],
  [instantOf("2025-07-01T09:30", "America/New_York"), "2025-07-01T13:30:00.000Z"],
  [instantOf("2025-11-02T12:00", "America/New_York"), "2025-11-02T17:00:00.000Z"],
  [instantOf("2025-03-09T12:00", "America/New_York"), "2025-03-09T16:00:00.000Z"],
  [instantOf("", "UTC"), null],
  [localOf("2025-09-17T10:03:00Z", "Asia/Hong_Kong"), "2025-09-17T18:03"], [localOf(null, "UTC"), ""],
  [formatCount(51204), "51,204"], [formatCount(undefined), ""], [plural(1, "report"), "1 report"], [plural(0, "report"), "0 reports"],
  [formatElapsed(812), "0.8 s"], [formatElapsed(null), ""],
  [visible("a\r\nb\tc"), "a\nb\tc"], [visible("\u2066x\u0000"), "\ufffdx\ufffd"], [visible(null), ""], [visible("👩‍👩‍👧"), "👩‍👩‍👧"],
  [safeLink("https://news.example/a")?.host, "news.example"], [safeLink("HTTP://a.example")?.href, "http://a.example/"],
  [safeLink("https://аррӏе.com")?.host, "xn--80ak6aa92e.com"],
  ...["javascript:alert(1)", "java\nscript:alert(1)", " data:text/html,x", "ftp://a.example", "https://", "//a.example", "https://a@b.example", "", null, {}].map((bad) => [safeLink(bad), null]),
];
for (const [index, [got, expected]] of ROWS.entries()) test(`row ${index}: ${JSON.stringify(expected)}`, () => assert.deepEqual(got, expected));
