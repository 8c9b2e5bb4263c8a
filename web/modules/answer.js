/** One question and its answer, as a tree. Pure. */
import { cardsView, priceCards } from "./cards.js";
import { chartsView } from "./charts.js";
import { answerBlocks, heldTogether } from "./citations.js";
import { checkedAgainst, kindName, publisherOf, titleOf } from "./evidence.js";
import { followUps } from "./followups.js";
import { formatCount, formatElapsed, formatInstant, plural, visible } from "./format.js";
import { say } from "./language.js";
import { h } from "./tree.js";
import { LONGEST_ANSWER, spanOf } from "./conversation.js";
import { abstentionWords, keptWords, stageWords, toolWords, windowWords, withheldWords } from "./verdicts.js";
import { plainCode, problemWords, told } from "./words.js";

const LONG = 20_000; // characters, from which only what is in view is laid out

/** @typedef {import("./conversation.js").Turn} Turn */
/** @typedef {{zone: string, openN: number | null, last: boolean, busy: boolean, editing: string}} Around */

/** The turns of a conversation; an answer that was asked again folds away.
 * @param {import("./conversation.js").Conversation} conversation @param {{zone: string, panel: any, editing: import("./workspace.js").Editing | null, compared?: (turn: Turn, before: Turn) => any[]}} around
 * `compared` shows what changed since the answer before to the same question */
export function turnsView(conversation, { zone, panel, editing, compared = () => [] }) {
  const { turns } = conversation;
  const busy = turns.some((turn) => turn.status === "working");
  const [from, to] = spanOf(conversation);
  const others = (/** @type {"earlier" | "later"} */ more, /** @type {number} */ count) =>
    count > 0 && h("button", { type: "button", class: "others", key: more, "data-action": "show-others", "data-more": more }, say(`Show ${more} answers ({n})`, { n: formatCount(count) }));
  return [others("earlier", from), ...turns.slice(from, to).flatMap((turn, offset) => {
    const index = from + offset;
    const openN = panel?.turn === turn.key ? panel.n : null;
    const last = index === turns.length - 1;
    const view = turnView(turn, { zone, openN, last, busy, editing: editing?.turn === turn.key ? editing.part : "" });
    const before = turn.status === "done" && turn.turnId && turns.slice(0, index).findLast((one) => one.question === turn.question && one.status === "done" && one.turnId);
    if (turns[index + 1]?.question !== turn.question) return before ? [view, ...compared(turn, before)] : view;
    const label = [say("Earlier answer"), turn.reading?.label && say("read as {label}", { label: windowWords(turn.reading) })].filter(Boolean).join(", ");
    return h("details", { class: "earlier", key: `earlier-${turn.key}` }, h("summary", null, label), view);
  }), others("later", turns.length - to)].filter(Boolean);
}

/** @param {Turn} turn @param {Around} around */
function turnView(turn, { zone, openN, last, busy, editing }) {
  const shown = { class: `turn ${turn.status}`, key: turn.key, memo: [turn, zone, openN, last, busy, editing], tabindex: "-1", "data-turn-id": turn.turnId || null };
  return h("article", { ...shown, "aria-busy": turn.status === "working" ? "true" : null }, () => [
    h("header", { class: "asked" },
      h("h2", { dir: "auto" }, turn.question),
      h("button", { type: "button", class: "quiet", "data-action": "edit", "data-turn": turn.key, "aria-label": say("Edit this question and ask again") }, say("Edit"))),
    readingView(turn, editing),
    agedView(turn, busy),
    turn.summary?.abstained && abstentionView(turn),
    turn.text && h("div", { class: turn.text.length > LONG ? "prose long" : "prose" }, proseView(turn, openN)),
    turn.status !== "working" && cardsView(priceCards(turn), turn.key),
    turn.truncated && h("p", { class: "note" }, say("This answer is longer than {n} characters; the rest is not shown.", { n: formatCount(LONGEST_ANSWER) })),
    turn.status === "working" && statusView(turn),
    withheldView(turn),
    endView(turn, busy),
    chartsView(turn.charts),
    sourcesView(turn, zone, openN),
    noteView(turn, editing),
    turn.status !== "working" && footerView(turn, zone, last, busy),
    last && followUpsView(turn),
  ]);
}

/** How the question was read; each part can be changed or taken away. @param {Turn} turn @param {string} editing */
function readingView({ key, reading, overrides, text }, editing) {
  if (!reading) return null;
  if (editing === "window" || editing === "tickers") return h("div", { class: "reading" }, readingForm(key, reading, editing));
  const own = told(reading.note);
  const note = text.startsWith(own.slice(0, -1)) ? "" : own; // the answer may open with it
  const chip = (/** @type {string} */ text, /** @type {string} */ part, /** @type {Record<string, string>} */ data) => h("li", { class: "chip", key: text },
    h("button", { type: "button", class: "part", "data-action": "edit-reading", "data-turn": key, "data-part": part, "aria-label": say("Change {part}", { part: text }) }, h("bdi", null, text)),
    h("button", { type: "button", ...data, "data-turn": key, "aria-label": say("Ask again without {part}", { part: text }) }, "×"));
  const chips = [
    reading.label && chip(windowWords(reading), "window", { "data-action": "without-window" }),
    ...reading.tickers.map((ticker) => chip(ticker, "tickers", { "data-action": "without-ticker", "data-ticker": ticker })),
  ].filter(Boolean);
  const any = overrides.window && !overrides.window.first && !reading.label ? say("any date") : "";
  if (!chips.length && !note && !any) return null;
  return h("div", { class: "reading" },
    (chips.length > 0 || any) && [h("span", { class: "label" }, say("Read as")), h("ul", { class: "chips" }, chips, any && h("li", { class: "chip plain" }, any))],
    note && h("p", { class: "note", dir: "auto" }, note));
}

/** @param {string} key @param {import("./conversation.js").Reading} reading @param {string} part */
function readingForm(key, reading, part) {
  const field = (/** @type {string} */ label, /** @type {Record<string, any>} */ more) => h("label", null, h("span", { class: "label" }, label), " ", h("input", { autocomplete: "off", ...more }));
  return h("form", { class: "changing", key: `reading-${part}`, "data-action": "change-reading", "data-turn": key, "data-part": part },
    part === "window"
      ? [field(say("From"), { type: "date", name: "first", value: reading.first ?? "" }), field(say("to"), { type: "date", name: "last", value: reading.last ?? "" })]
      : field(say("Tickers"), { type: "text", name: "tickers", value: reading.tickers.join(", "), maxlength: "200" }),
    h("button", { type: "submit" }, say("Ask again")), h("button", { type: "button", class: "quiet", "data-action": "cancel-edit" }, say("Cancel")));
}

/** What the reader noted, or a place to do so. @param {Turn} turn @param {string} editing */
function noteView({ key, note }, editing) {
  if (editing !== "note") return note && h("aside", { class: "noted", "aria-label": say("Your note") }, h("p", { dir: "auto" }, note));
  return h("form", { class: "noted", key: "note", "data-action": "keep-note", "data-turn": key },
    h("textarea", { name: "note", rows: "3", maxlength: "4000", dir: "auto", "aria-label": say("Your note") }, note),
    h("button", { type: "submit" }, say("Keep")), h("button", { type: "button", class: "quiet", "data-action": "cancel-edit" }, say("Cancel")));
}

/** @param {Turn} turn */
function followUpsView(turn) {
  const questions = followUps(turn);
  return questions.length > 0 && h("ul", { class: "next", "aria-label": say("Ask next") }, questions.map((question) => h("li", { key: question },
    h("button", { type: "button", "data-action": "example", dir: "auto" }, question))));
}

/** That documents which the answer used are not what they were. @param {Turn} turn @param {boolean} busy */
function agedView({ key, since }, busy) {
  if (since.length === 0) return null;
  const told = ["updated", "withdrawn"].map((state) => [state, since.filter((one) => one.state === state).length]).filter(([, count]) => count);
  return h("p", { class: "aged" }, say("Since this answer, {changes}.", {
    changes: told.map(([state, count]) => say(`{sources} ${count === 1 ? "was" : "were"} ${state}`, { sources: plural(Number(count), "source") })).join(say(" and ")),
  }),
    h("button", { type: "button", "data-action": "replay", "data-turn": key, disabled: busy }, say("Ask on today’s evidence")));
}

/** @param {Turn} turn */
function statusView(turn) {
  if (turn.lost) return h("p", { class: "status", key: "status" }, h("span", null, say("The connection was lost; trying again. Nothing is lost…")));
  const tool = turn.tools.at(-1);
  return h("p", { class: "status", key: "status" },
    h("span", { class: "pulse", "aria-hidden": "true" }), h("span", null, `${stageWords(turn.stage)}…`),
    tool && h("span", { class: "tool", dir: "auto" }, toolWords(tool)));
}

/** @param {Turn} turn */
function abstentionView({ key, summary, reading, text }) {
  const { heading, meaning } = abstentionWords(summary.reason);
  const windowed = reading?.label && ["no_evidence", "out_of_window", "stale"].includes(summary.reason);
  return h("div", { class: "abstention" },
    h("p", { class: "verdict" }, heading), !text && h("p", { class: "note" }, meaning),
    windowed && h("button", { type: "button", "data-action": "without-window", "data-turn": key }, say("Ask without the dates")));
}

/** The words of an answer, with its marks and checked figures. @param {Turn} turn @param {number | null} openN */
export function proseView(turn, openN) {
  const titles = new Map(turn.sources.map((source) => [source.n, [titleOf(source), publisherOf(source)].filter(Boolean).join(", ")]));
  const views = (/** @type {import("./citations.js").Segment[]} */ segments) => heldTogether(segments).map((piece) => (
    piece.length === 1 ? segmentView(piece[0], { turn, titles, openN }) : h("span", { class: "held" }, piece.map((segment) => segmentView(segment, { turn, titles, openN })))));
  const grouped = [];
  for (const block of answerBlocks(turn.text, turn)) {
    const last = grouped.at(-1);
    if (block.kind === "table") grouped.push(...tableView(block, views));
    else if (block.kind === "paragraph") grouped.push(h("p", { dir: "auto" }, views(block.segments)));
    else if (block.kind === "differing") {
      const told = (/** @type {any} */ words, /** @type {string} */ why) => h("tr", null, h("td", { dir: "auto" }, words), h("td", { class: "why" }, why));
      const head = h("thead", null, h("tr", null, h("th", { scope: "col" }, say("The reports differ")), h("th", { scope: "col" }, say("How"))));
      if (last?.props.class !== "differing") {
        const first = last?.tag === "p" ? told(grouped.pop().children, say("shown first")) : null;
        grouped.push(h("table", { class: "differing" }, head, h("tbody", null, first)));
      }
      grouped.at(-1).children[1].children.push(told(views(block.segments), say(block.why)));
    } else {
      if (last?.tag !== "ul") grouped.push(h("ul", null));
      grouped.at(-1).children.push(h("li", { dir: "auto" }, views(block.segments)));
    }
  }
  return grouped;
}

/** Columns of figures stand to the right. @param {any} table @param {(segments: any[]) => any} views */
function tableView({ head, rows, numeric, cut }, views) {
  const cell = (/** @type {string} */ tag, /** @type {Record<string, any>} */ more) => (/** @type {any[]} */ segments, /** @type {number} */ n) =>
    h(tag, { ...more, class: numeric[n] ? "number" : null, dir: "auto" }, views(segments));
  return [h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": say("Table") }, h("table", { class: "told" },
    head.length > 0 && h("thead", null, h("tr", null, head.map(cell("th", { scope: "col" })))),
    h("tbody", null, rows.map((/** @type {any[]} */ row) => h("tr", null, row.map(cell("td", {}))))))),
  cut > 0 && h("p", { class: "note" }, say("{rows} not shown.", { rows: plural(cut, "more row") }))].filter(Boolean);
}

/** @param {import("./citations.js").Segment} segment @param {{turn: Turn, titles: Map<number, string>, openN: number | null}} around */
function segmentView(segment, { turn, titles, openN }) {
  switch (segment.kind) {
    case "link": return h("a", { href: segment.href, rel: "noopener noreferrer nofollow", target: "_blank" }, segment.text,
      !segment.text.toLowerCase().includes(segment.host.toLowerCase()) && ` (${segment.host})`);
    case "cite": return citeView(segment, { turn, titles, openN });
    case "figure": {
      const { source, unit } = segment.figure;
      const look = unit === "date" ? "figure day" : "figure";
      const tip = checkedAgainst(turn.sources.find((one) => one.n === source));
      return titles.has(source)
        ? h("button", { type: "button", class: look, "data-action": "open-source", "data-turn": turn.key, "data-n": source, "data-tip": tip }, segment.text)
        : h("span", { class: look, tabindex: "0", "data-tip": tip }, segment.text);
    }
    default: return segment.strong ? h("strong", null, segment.text) : segment.text;
  }
}

/** @param {any} segment @param {{turn: Turn, titles: Map<number, string>, openN: number | null}} around */
function citeView({ n, text, known }, { turn, titles, openN }) {
  if (!known) return turn.status === "done" ? text : h("span", { class: "cite waiting" }, n);
  return h("button", {
    type: "button", class: "cite", "data-action": "open-source", "data-turn": turn.key, "data-n": n,
    "aria-label": say("Source {n}: {title}", { n, title: titles.get(n) }), "aria-expanded": openN === n ? "true" : "false", "data-tip": titles.get(n),
  }, n);
}

/** @param {Turn} turn */
function withheldView({ withheld }) {
  if (withheld.length === 0) return null;
  return h("details", { class: "withheld" },
    h("summary", null, say("{sentences} withheld: not supported by the evidence", { sentences: plural(withheld.length, "sentence") })),
    h("ul", null, withheld.map(({ reason, detail }) => h("li", { dir: "auto" }, h("strong", null, withheldWords(reason)), detail && ` ${told(detail)}`))));
}

/** How the answer ended, when it did not simply end. @param {Turn} turn @param {boolean} busy */
function endView(turn, busy) {
  const again = (/** @type {string} */ label) => h("button", { type: "button", "data-action": "again", "data-turn": turn.key, disabled: busy }, label);
  const box = (/** @type {string} */ kind, /** @type {any[]} */ ...inside) => h("div", { class: `ending ${kind}`, key: "ending" }, inside);
  switch (turn.status) {
    case "stopped": return box("stopped", h("p", null, `${say("Stopped.")} ${keptWords(turn)}`));
    case "cut": return box("problem", h("p", { class: "verdict" }, say("The connection was cut; this answer is incomplete.")), h("p", null, keptWords(turn)), again(say("Try again")));
    case "elsewhere": return box("stopped", h("p", null, say("This question is still being answered.")), h("button", { type: "button", "data-action": "reload" }, say("Look again")));
    case "failed": {
      const { what, todo } = problemWords(turn.problem);
      return box("problem", h("p", { class: "verdict", dir: "auto" }, what), h("p", null, `${keptWords(turn)} ${todo}`),
        turn.problem.retryable && again(say("Try again")),
        turn.problem.incident && h("p", { class: "incident" }, say("Incident "), h("code", null, turn.problem.incident)));
    }
    default: return null;
  }
}

/** @param {Turn} turn @param {string} zone @param {number | null} openN */
function sourcesView(turn, zone, openN) {
  if (turn.sources.length === 0) return null;
  return h("section", { class: "sources", "aria-label": say("Sources") },
    h("h3", null, say("Sources")),
    h("ol", null, turn.sources.map((source) => h("li", { key: source.n },
      h("button", { type: "button", class: "source", "data-action": "open-source", "data-turn": turn.key, "data-n": source.n, "aria-expanded": openN === source.n ? "true" : "false" },
        h("span", { class: "n" }, source.n),
        h("span", { class: "title", dir: "auto" }, titleOf(source)),
        source.quote && h("span", { class: "said", dir: "auto" }, (source.kind === "news" ? String : told)(visible(source.quote)).replace(/\s+/g, " ").slice(0, 160)),
        h("span", { class: "by" }, [
          turn.since.some((one) => one.n === source.n) && h("strong", { class: "since" }, say(`${plainCode(turn.since.find((one) => one.n === source.n)?.state ?? "")} since`)),
          source.kind === "news" ? null : kindName(source.kind), source.kind !== "price" && source.publisher && h("bdi", null, publisherOf(source)),
          formatInstant(source.published_at ?? source.known_at, zone, { zone: false }),
        ].filter(Boolean).flatMap((part, index) => (index ? [" · ", part] : [part]))))))));
}

/** @param {Turn} turn @param {string} zone @param {boolean} last @param {boolean} busy */
function footerView(turn, zone, last, busy) {
  const { as_of: asOf, newest_evidence_at: newest, model, elapsed_ms: elapsed, usage } = turn.summary ?? {};
  const facts = [
    asOf && [say("As of"), formatInstant(asOf, zone)], newest && [say("Newest evidence"), formatInstant(newest, zone)],
    model && [say("By"), [model === "extractive" ? say("quotation") : model, formatElapsed(elapsed)].filter(Boolean).join(", ")],
    usage?.cost && [say("Cost"), usage.cost === "unknown" ? say("not known") : visible(usage.cost)],
  ].filter(Boolean);
  const action = (/** @type {string} */ name, /** @type {string} */ label, disabled = false, more = {}) =>
    h("button", { type: "button", class: "quiet", "data-action": name, "data-turn": turn.key, disabled, ...more }, label);
  const toggle = (/** @type {string} */ name, /** @type {string} */ label, /** @type {boolean} */ on, more = {}) => action(name, label, false, { "aria-pressed": String(on), ...more });
  return h("footer", null,
    h("div", { class: "actions" }, turn.text && action("copy", say("Copy with sources")), turn.turnId && action("link", say("Copy link")), turn.turnId && action("open-export", say("Export or share")), turn.status === "done" && turn.turnId && action("watched:add", say("Watch")),
      turn.status === "done" && (!last || turn.asOf) && action("replay", say("Ask on today’s evidence"), busy), last && turn.status !== "failed" && turn.status !== "cut" && action("again", say("Ask again"), busy)),
    turn.turnId && h("div", { class: "actions" }, toggle("pin", turn.pinned ? say("Pinned") : say("Pin"), turn.pinned), action("note", turn.note ? say("Edit note") : say("Note")),
      ["good", "bad"].map((opinion) => toggle("judge", opinion === "good" ? say("Good answer") : say("Bad answer"), turn.feedback === opinion, { "data-feedback": opinion }))),
    facts.length > 0 && h("dl", { class: "facts" }, facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)))));
}
