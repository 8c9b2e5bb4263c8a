import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { afterEach, test } from "node:test";
import { formatDay, formatInstant, plural } from "../../web/modules/format.js";
import { languageOf, say, speak } from "../../web/modules/language.js";
import { chartsView } from "../../web/modules/charts.js";
import { worded, wordsAbout } from "../../web/modules/chartwords.js";
import { titleOf } from "../../web/modules/evidence.js";
import { wordsOf } from "../../web/modules/tree.js";
import { stageWords, toolWords, windowWords } from "../../web/modules/verdicts.js";
import { problemWords, told } from "../../web/modules/words.js";

const folder = new URL("../../web/", import.meta.url);
const read = (path) => readFileSync(new URL(path, folder), "utf8");
const chinese = JSON.parse(read("words/zh.json"));

afterEach(() => speak({}));

/** What the modules say, and what stands in the page's file. */
function saidByModules() {
  const source = ["modules", "desk"].flatMap((part) => readdirSync(new URL(`${part}/`, folder)).map((name) => read(`${part}/${name}`))).join("\n");
  return [...source.matchAll(/\bsay\("([^"]+)"/g)].map((found) => found[1]);
}
/** What stands in tables of codes: `code: "Words"` and `code: ["What", "what to do"]`. */
function saidOfCodes() {
  const source = ["verdicts", "words", "sidebar", "evidence"].map((name) => read(`modules/${name}.js`)).join("\n");
  return [...source.matchAll(/^ {2}\w+: (\[?".*"\]?),$/gm), ...source.matchAll(/^const [A-Z_]+ = \{(.*)\};$/gm)].flatMap((found) => [...found[1].matchAll(/"([^"]+)"/g)].map((one) => one[1]));
}
function saidByPage() {
  const body = read("index.html").split("<body>")[1].replace(/<noscript>.*?<\/noscript>/s, "");
  const texts = [...body.matchAll(/>([^<]+)</g), ...body.matchAll(/(?:aria-label|placeholder)="([^"]+)"/g)].map((found) => found[1].trim());
  const keys = /^(?:Enter|Shift|Esc|Alt|PgUp|PgDn|N|S|↑|\/|\[|\]|\?)( \w+)?$/;
  return texts.filter((text) => /[A-Za-z]/.test(text) && !keys.test(text));
}
const NAMES = ["rally", "UTC", "中文", "Word", "PDF", "Excel", "Markdown", "JSON", "CSV", "rally ingest FOLDER", "rally demo"];

test("everything that the page says is said in Chinese", () => {
  const missing = [...new Set([...saidByModules(), ...saidOfCodes(), ...saidByPage()])].filter((text) => !Object.hasOwn(chinese, text) && !NAMES.includes(text));
  assert.deepEqual(missing, []);
});

test("a translation has the places of its original", () => {
  const places = (text) => new Set(text.match(/\{\w+\}/g) ?? []);
  const strange = Object.entries(chinese).filter(([english, other]) => english !== "{day} {month} {year}" && [...places(other)].some((place) => !places(english).has(place)));
  assert.deepEqual(strange, []);
});

test("times, counts and stages are said in the chosen language", () => {
  assert.equal(plural(1, "report"), "1 report");
  assert.equal(formatDay("2025-09-17"), "17 Sep 2025");
  speak(chinese);
  assert.equal(plural(2, "report"), "2篇報道");
  assert.equal(formatDay("2025-09-17"), "2025年9月17日");
  assert.equal(formatInstant("2025-09-17T10:03:00Z", "Asia/Hong_Kong"), "2025年9月17日, 18:03 香港時間");
  assert.equal(stageWords("searching"), "正在搜尋報道");
  assert.equal(say("constructor"), "constructor");
});

test("what the browser asks for holds until the person chooses", () => {
  assert.deepEqual([languageOf("", ["zh-HK", "en"]), languageOf("", ["en-GB"]), languageOf("en", ["zh-CN"]), languageOf("zh", ["en"]), languageOf("", [])], ["zh", "en", "en", "zh", "en"]);
});

test("the program's own sentences are said in Chinese with what they speak of, others as they came", () => {
  speak(chinese);
  assert.equal(told("“4.2 %” is not in a cited source."), "「4.2 %」不在所引來源中。");
  assert.equal(told("It cites source 7, which is no source of this answer."), "它引用了來源7，但這不是本答案的來源。");
  assert.equal(told("Relative dates are read from 3 October 2025, the day of the newest report held."), "相對日期以最新報道的日期2025年10月3日為準。");
  assert.equal(told("“Alibba” is no name known here; it is read as “Alibaba”. Relative dates are read from 3 October 2025, the day of the newest report held."), "這裏沒有名稱「Alibba」的資料，讀作「Alibaba」。相對日期以最新報道的日期2025年10月3日為準。");
  assert.equal(told("A sentence nobody foresaw. It has no source."), "A sentence nobody foresaw. 它沒有來源。");
  assert.equal(told("A sentence nobody foresaw."), "A sentence nobody foresaw.");
});

test("a problem is told in Chinese where its code says enough, and in the server's words where only they do", () => {
  speak(chinese);
  const words = (code, message) => problemWords({ code, message, retryable: true, incident: "" });
  assert.deepEqual(words("deadline_exceeded", "The answer took longer than 60 seconds."), { what: chinese["Answering took too long and was ended."], todo: chinese["Ask again, or ask something narrower."] });
  assert.equal(words("bad_input", "The file is empty.").what, "The file is empty.");
});

test("a window, a look-up, a source and a chart are named in the chosen language", () => {
  const reading = { label: "17 Sep 2025, Hong Kong time", first: "2025-09-17", last: "2025-09-17" };
  const price = { kind: "price", title: "9988.HK, 2025-09-17" };
  const chart = [{ title: "9988.HK, 1 September 2025 to 17 September 2025", path: "charts/9988.HK?from=2025-09-01&to=2025-09-17&with=BABA" }];
  const told = () => [windowWords(reading), toolWords({ name: "get_price", summary: "9988.HK: 2 rows" }), titleOf(price), titleOf({ kind: "calculation", title: "9988.HK, best day" }), wordsOf(chartsView(chart)[0].children[0])];
  assert.deepEqual(told(), [reading.label, "9988.HK: 2 rows", "9988.HK, 17 Sep 2025", "9988.HK, best day", chart[0].title]);
  speak(chinese);
  assert.deepEqual(told(), ["2025年9月17日", "已查價格", "9988.HK, 2025年9月17日", "9988.HK, 升幅最大的一日", "9988.HK、BABA：2025年9月1日至2025年9月17日"]);
});

test("a chart's axes and rows are named in the chosen language", () => {
  const spec = { title: { text: "9988.HK" }, layer: [{ encoding: { y: { title: "close, HKD" }, tooltip: [{ field: "day", title: "day" }] } }, { encoding: { y: { title: "26 August 2025 = 100" } } }] };
  const titles = () => worded(spec).layer.flatMap(({ encoding }) => [encoding.y.title, encoding.tooltip?.[0].title]).filter(Boolean);
  assert.deepEqual(titles(), ["close, HKD", "day", "26 August 2025 = 100"]);
  speak(chinese);
  assert.deepEqual(titles(), ["收市, HKD", "日期", "2025年8月26日 = 100"]);
  assert.equal(worded(spec).title.text, "9988.HK");
});

test("a chart's days, its basis and the chart in words are said in the chosen language", () => {
  const closes = ["{name} closed at {begin} on {first} and at {end} on {last}{moved}; highest close {top} on {top_day}, lowest {bottom} on {bottom_day}.",
    { name: "Alibaba (9988.HK)", begin: "153.5 HKD", first: "2025-09-16", end: "161.6 HKD", last: "2025-09-17", moved: ", +5.3 %", top: "161.6 HKD", top_day: "2025-09-17", bottom: "153.5 HKD", bottom_day: "2025-09-16" }];
  const spec = {
    description: "in English", title: { subtitle: ["Daily closes.", "As traded."] }, encoding: { x: { axis: { format: "%-d %b" } } }, layer: [{ encoding: { tooltip: [{ field: "day", timeUnit: "utcyearmonthdate", title: "day" }] } }],
    usermeta: { basis: [["Daily closes in {currencies}, {first} to {last}.", { currencies: "HKD", first: "2025-09-16", last: "2025-09-17" }], ["As traded, not adjusted for dividends or splits.", {}]], description: [closes] },
  };
  assert.deepEqual([wordsAbout(spec), worded(spec)], [{ basis: "Daily closes. As traded.", description: "in English" }, spec]);
  speak(chinese);
  assert.deepEqual(wordsAbout(spec), {
    basis: "2025年9月16日至2025年9月17日每日收市價（HKD）。為成交價，未就股息或拆股調整。",
    description: "Alibaba (9988.HK)於2025年9月16日收報153.5 HKD，於2025年9月17日收報161.6 HKD, +5.3 %；最高收市價161.6 HKD（2025年9月17日），最低153.5 HKD（2025年9月16日）。",
  });
  const { encoding, layer } = worded(spec);
  assert.deepEqual([encoding.x.axis.format, layer[0].encoding.tooltip[0].format, layer[0].encoding.tooltip[0].title], ["%-m月%-d日", "%Y年%-m月%-d日", "日期"]);
  assert.equal(wordsAbout({ description: "in English", title: { subtitle: "T" } }).description, "in English");
});
