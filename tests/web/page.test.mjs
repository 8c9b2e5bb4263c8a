import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../web/", import.meta.url);
const read = (path) => readFileSync(new URL(path, folder), "utf8");
const modules = readdirSync(new URL("modules/", folder));

/** The colours of the first `:root` after a place in the style sheet. */
const colours = (css) => Object.fromEntries([...css.match(/:root\s*\{([^}]*)\}/)[1].matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1], found[2]]));
const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const light = (hex) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, n) => sum + weight * channel(parseInt(hex.slice(1 + 2 * n, 3 + 2 * n), 16) / 255), 0);
const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);

const base = read("styles/page.css");
for (const [scheme, css] of [["light", base], ["dark", base.slice(base.indexOf("prefers-color-scheme: dark"))]]) {
  test(`text is readable on every ground in the ${scheme} scheme`, () => {
    const of = colours(css);
    const pairs = [...["ink", "faint", "link", "accent"].flatMap((text) => ["paper", "raised", "wash"].map((ground) => [text, ground])), ["on-mark", "mark"], ["on-accent", "accent"], ["paper", "ink"], ["paper", "link"]];
    for (const [text, ground] of pairs) assert.ok(contrast(of[text], of[ground]) >= 4.5, `${text} on ${ground}: ${contrast(of[text], of[ground]).toFixed(2)}`);
    for (const ground of ["paper", "raised"]) for (const edge of ["edge", "sound"]) assert.ok(contrast(of[edge], of[ground]) >= 3, `${edge} on ${ground}`);
  });
}

test("the page carries nothing that its policy forbids and fetches nothing from elsewhere", () => {
  const html = read("index.html");
  assert.doesNotMatch(html, /<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|https?:/);
  for (const file of readdirSync(new URL("styles/", folder))) assert.doesNotMatch(read(`styles/${file}`), /@import|url\(|https?:/);
});

test("no module writes markup", () => {
  for (const name of modules) assert.doesNotMatch(read(`modules/${name}`), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|srcdoc/, name);
});

test("only api.js talks to the server", () => {
  for (const name of modules.filter((one) => one !== "api.js")) assert.doesNotMatch(read(`modules/${name}`), /\bfetch\(|XMLHttpRequest|EventSource|sendBeacon|new Image/, name);
});

/** What the page needs before it shows anything; other parts are fetched when they are used. */
function first(name = "app.js", found = new Set()) {
  found.add(name);
  for (const [, next] of read(`modules/${name}`).matchAll(/^import [^;]*?"\.\/([\w.]+)";$/gm)) if (!found.has(next)) first(next, found);
  return found;
}

test("one style sheet and one short script hold up the first paint", () => {
  const head = read("index.html").split("<body>")[0];
  assert.deepEqual([...head.matchAll(/rel="(?:stylesheet|preload|modulepreload)" href="([^"]+)"|<script src="([^"]+)"/g)].map((found) => found[1] ?? found[2]), ["modules/early.js", "styles/page.css"]);
});

test("the scripts that the page begins with stay small, and so do all that an answer needs", () => {
  const bytes = (names) => [...names].reduce((sum, name) => sum + Buffer.byteLength(read(`modules/${name}`)), 0);
  const begun = first().add("early.js");
  assert.ok(bytes(begun) < 90_000, `${bytes(begun)} bytes`);
  assert.ok(bytes(first("answering.js", begun)) < 150_000, `${bytes(begun)} bytes`);
});
