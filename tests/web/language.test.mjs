import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { afterEach, test } from "node:test";
import { formatDay, formatInstant, plural } from "../../web/modules/format.js";
import { languageOf, say, speak } from "../../web/modules/language.js";
import { stageWords } from "../../web/modules/verdicts.js";

const folder = new URL("../../web/", import.meta.url);
const read = (path) => readFileSync(new URL(path, folder), "utf8");
const chinese = JSON.parse(read("words/zh.json"));

afterEach(() => speak({}));

/** What the modules say, and what stands in the page's file. */
function saidByModules() {
  const source = ["modules", "desk"].flatMap((part) => readdirSync(new URL(`${part}/`, folder)).map((name) => read(`${part}/${name}`))).join("\n");
  return [...source.matchAll(/\bsay\("([^"]+)"/g)].map((found) => found[1]);
}
function saidByPage() {
  const body = read("index.html").split("<body>")[1].replace(/<noscript>.*?<\/noscript>/s, "");
  const texts = [...body.matchAll(/>([^<]+)</g), ...body.matchAll(/(?:aria-label|placeholder)="([^"]+)"/g)].map((found) => found[1].trim());
  const keys = /^(?:Enter|Shift|Esc|Alt|PgUp|PgDn|N|S|↑|\/|\[|\]|\?)( \w+)?$/;
  return texts.filter((text) => /[A-Za-z]/.test(text) && !keys.test(text));
}
const NAMES = ["rally", "UTC", "中文", "Word", "PDF", "Excel", "Markdown", "JSON", "CSV", "rally ingest FOLDER", "rally demo"];

test("everything that the page says is said in Chinese", () => {
  const missing = [...new Set([...saidByModules(), ...saidByPage()])].filter((text) => !Object.hasOwn(chinese, text) && !NAMES.includes(text));
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
