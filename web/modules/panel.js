/** The source panel: an article with the quoted passage marked, or a row with what it says. Pure. */
import { articleParagraphs } from "./article.js";
import { kindName, titleOf } from "./evidence.js";
import { formatDay, formatInstant, visible, zoneName } from "./format.js";
import { say } from "./language.js";
import { safeLink } from "./links.js";
import { rowsOf } from "./rows.js";
import { h } from "./tree.js";
import { problemWords } from "./words.js";

/** @param {NonNullable<ReturnType<typeof import("./workspace.js").openSource>>} open
 * @param {import("./workspace.js").Panel} panel @param {string} zone @param {(name: string, ...given: any[]) => any[]} desk what a part of the desk shows */
export function panelView({ source, previous, next, turn }, panel, zone, desk) {
  const step = (/** @type {any} */ to, /** @type {string} */ label, /** @type {string} */ glyph) => h("button", {
    type: "button", class: "quiet", disabled: !to, "aria-label": label, "data-action": "step-source", "data-turn": turn.key, "data-n": to?.n,
  }, glyph);
  return [
    h("header", { class: "panel-bar", key: "bar" },
      h("span", { class: "label" }, `${kindName(source.kind)} `, h("span", { class: "n" }, source.n)),
      h("span", { class: "steps" }, step(previous, say("Previous source"), "‹"), step(next, say("Next source"), "›"),
        h("button", { type: "button", class: "quiet", "data-action": "close-panel", "aria-label": say("Close the source") }, "×"))),
    h("div", { class: "panel-body", key: `${turn.key}-${source.n}`, tabindex: "-1" },
      h("h2", { id: "panel-title", dir: "auto" }, visible(panel.document?.title) || titleOf(source)),
      source.kind === "news" ? newsView(source, panel, zone, turn, desk) : rowView(source, zone)),
  ];
}

/** @param {import("./citations.js").Source} source @param {string} zone */
function rowView(source, zone) {
  const link = linkView(source.url);
  return [
    h("div", { class: "scroller" }, h("table", { class: "row" }, h("tbody", null, rowsOf(source, zone).map(([name, value]) =>
      h("tr", null, h("th", { scope: "row" }, name), h("td", { dir: "auto" }, value)))))),
    link && h("p", null, link),
  ];
}

/** @param {import("./citations.js").Source} source @param {import("./workspace.js").Panel} panel @param {string} zone @param {import("./conversation.js").Turn} turn @param {(name: string, ...given: any[]) => any[]} desk */
function newsView(source, panel, zone, turn, desk) {
  const document = panel.document ?? {};
  const newer = document.superseded_at && say("A newer version of this report was known from {moment}.", { moment: formatInstant(document.superseded_at, zone) });
  return [
    h("p", { class: "by", dir: "auto" }, [visible(document.publisher || source.publisher), visible(document.byline)].filter(Boolean).join(" · ")),
    h("dl", { class: "facts" }, times(source, document, zone).map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)))),
    linkView(document.url || source.url) ?? h("p", { class: "note" }, say("No public address is known for this report.")),
    newer && h("p", { class: "note" }, newer, " ", h("button", { type: "button", "data-action": "changes:newer", "data-turn": turn.key, "data-n": source.n }, say("Read it"))),
    document.withdrawn_at && h("p", { class: "note" }, say("This report has since been withdrawn.")),
    desk("found", turn, source),
    panel.status === "loading" && [quoteView(source), h("p", { class: "note" }, say("Loading the whole report…"))],
    panel.status === "failed" && failedView(source, panel),
    panel.status === "ready" && articleView(document, source),
    panel.status === "ready" && storyView(document.story ?? { tellings: [] }, zone),
  ];
}

/** Who else tells it, what is a copy, and how many sources that makes. @param {any} story @param {string} zone */
function storyView({ tellings, sources, settled }, zone) {
  if (settled === false) return h("p", { class: "note" }, say("Who else tells this story is being worked out."));
  if (tellings.length === 0) return null;
  return h("section", { class: "story", "aria-label": say("The same story") },
    h("h3", null, say("The same story elsewhere")),
    sources && h("p", { class: "note" }, sources === 1 ? say("All of it comes from one source.") : say("Told by {n} independent sources.", { n: sources })),
    h("ul", null, tellings.map((one) => h("li", { key: one.doc_id, dir: "auto" }, visible(one.title), h("span", { class: "by" },
      [visible(one.publisher), formatInstant(one.published_at, zone, { zone: false }), one.copy && say("a copy")].filter(Boolean).join(" · "))))));
}

/** @param {any} source @param {any} document @param {string} zone @returns {[string, string][]} */
function times(source, document, zone) {
  const published = document.precision === "day" && document.published_date
    ? `${formatDay(document.published_date)}, ${zoneName(document.zone)}`
    : formatInstant(document.published_at ?? source.published_at, zone);
  const rows = [[say("Published"), published || say("not known")], [say("Updated"), formatInstant(document.updated_at, zone)], [say("Known from"), formatInstant(document.known_at ?? source.known_at, zone)]];
  return rows.filter(([, value]) => value);
}

/** @param {string | undefined} address */
function linkView(address) {
  const link = safeLink(address);
  return link && h("p", { class: "address" },
    h("a", { href: link.href, rel: "noopener noreferrer nofollow", target: "_blank" }, say("Read it at "), h("bdi", null, link.host)));
}

/** @param {import("./citations.js").Source} source */
function quoteView(source) {
  return source.quote ? h("blockquote", { dir: "auto" }, source.quote) : null;
}

/** @param {import("./citations.js").Source} source @param {import("./workspace.js").Panel} panel */
function failedView(source, panel) {
  const { what, todo } = problemWords(panel.problem);
  return [
    quoteView(source),
    h("div", { class: "ending problem" },
      h("p", { class: "verdict" }, `${say("The whole report cannot be shown.")} ${what}`), h("p", null, `${say("The quoted passage is above.")} ${todo}`),
      h("button", { type: "button", "data-action": "reload-source" }, say("Try again")),
      panel.problem.incident && h("p", { class: "incident" }, say("Incident "), h("code", null, panel.problem.incident))),
  ];
}

/** @param {any} document @param {import("./citations.js").Source} source */
function articleView(document, source) {
  const { paragraphs, found, cut } = articleParagraphs(String(document.text ?? ""), source);
  return [
    !found && [h("p", { class: "note" }, say("The quoted passage was not found in this version of the report:")), quoteView(source)],
    h("div", { class: "article", lang: /^[a-z]{2,3}(-\w+)?$/i.test(document.language ?? "") ? document.language : null },
      paragraphs.map((pieces) => h("p", { dir: "auto" }, pieces.map((piece) => (piece.mark ? h("mark", null, piece.text) : piece.text))))),
    cut && h("p", { class: "note" }, say("This report is very long; only the part around the passage is shown.")),
  ];
}
