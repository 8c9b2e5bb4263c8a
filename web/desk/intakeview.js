/** What is taken in, how the sources go, and what a document became, as a tree. Pure.
 *
 * @typedef {{allowed: boolean | null, refusal: string, endings: string[], maxBytes: number, said: string, jobs: any[], sources: any[],
 *   documents: any[], words: string, became: any}} Intake
 */
import { formatCount, formatDay, formatInstant, plural, visible } from "../modules/format.js";
import { say } from "../modules/language.js";
import { safeLink } from "../modules/links.js";
import { h } from "../modules/tree.js";
import { plainCode, told } from "../modules/words.js";

/** Whether the job is still to end. @param {{state: string}} job */
export const underWay = ({ state }) => state === "waiting" || state === "running";

/** @param {Intake} intake @param {string} zone */
export function intakeView(intake, zone) {
  return h("section", { class: "part", key: "intake" },
    h("h2", null, say("Sources and files")),
    intake.allowed === null && h("p", { class: "note" }, say("Loading…")),
    intake.allowed === false && h("p", { class: "notice" }, intake.refusal),
    intake.allowed && [formsView(intake), h("p", { class: "note said", role: "status", key: "said" }, intake.said), jobsView(intake.jobs)],
    sourcesView(intake.sources, zone),
    intake.allowed && documentsView(intake, zone));
}

/** @param {Intake} intake */
function formsView({ endings, maxBytes }) {
  const field = (/** @type {string} */ id, /** @type {string} */ label, /** @type {any} */ more) => [h("label", { for: id }, label), h("input", { id, autocomplete: "off", ...more })];
  return h("div", { class: "forms", key: "forms" },
    h("form", { class: "stacked", "data-action": "intake:files" },
      field("intake-file", say("Files"), { type: "file", name: "file", multiple: true, accept: endings.concat(".gz").join(",") }),
      h("p", { class: "note" }, say("Articles, daily bars or statistics; {n} MB each at most.", { n: Math.floor(maxBytes / 1_048_576) })), h("button", { type: "submit" }, say("Take in"))),
    h("form", { class: "stacked", "data-action": "intake:address" },
      field("intake-address", say("Address"), { type: "text", name: "address", placeholder: "https://…", maxlength: "4000" }),
      h("label", { class: "tick" }, h("input", { type: "checkbox", name: "follow" }), ` ${say("Read the pages behind a feed’s summaries")}`), h("button", { type: "submit" }, say("Read once"))),
    h("form", { class: "stacked", "data-action": "intake:feed" },
      field("intake-feed", say("Feed, to be read again and again"), { type: "text", name: "feed", placeholder: "https://…/rss", maxlength: "2000" }),
      h("div", { class: "row-of" }, h("input", { type: "text", name: "name", "aria-label": say("Its name"), placeholder: say("its name"), maxlength: "200" }),
        h("input", { type: "text", name: "interval", "aria-label": say("How often"), placeholder: say("every 15m"), maxlength: "12" })),
      h("p", { class: "note" }, say("Read now, and from then on by"), " ", h("code", null, "rally ingest --watch")), h("button", { type: "submit" }, say("Add the feed"))));
}

/** @param {any[]} jobs */
function jobsView(jobs) {
  if (jobs.length === 0) return null;
  return h("section", { key: "jobs", "aria-label": say("Taken in") }, h("h3", null, say("Taken in")), h("ul", { class: "rows" }, jobs.map(jobView)));
}

/** @param {any} job */
function jobView(job) {
  const counts = ["articles", "bars", "stats"].flatMap((kind) => {
    const told = Object.entries(job.report?.[kind] ?? {}).filter(([name, count]) => name !== "seen" && count);
    return told.length ? [`${say(kind)}: ${told.map(([name, count]) => `${formatCount(count)} ${say(name)}`).join(", ")}`] : [];
  });
  const { documents = [], rejects = [] } = job.report ?? {};
  const state = job.state === "running" && job.at_work ? say("reading {what}", { what: visible(job.at_work).slice(-80) }) : say(job.state);
  return h("li", { key: job.job_id },
    h("p", null, h("strong", { dir: "auto" }, visible(job.what)), h("span", { class: "by", role: "status" }, ` ${[state, ...counts].join(" · ")}`),
      underWay(job) && h("button", { type: "button", class: "quiet", "data-action": "intake:stop", "data-job": job.job_id }, say("Stop"))),
    job.problem && h("p", { class: "verdict" }, told(visible(job.problem))),
    rejects.length > 0 && h("ul", { class: "rejects" }, rejects.slice(0, 20).map((/** @type {any} */ one) =>
      h("li", { dir: "auto" }, h("strong", null, plainCode(visible(one.reason))), ` ${visible(one.detail)} `, h("span", { class: "by" }, visible(one.origin))))),
    documents.length > 0 && h("ul", { class: "links" }, documents.slice(0, 50).map((/** @type {any} */ one) => h("li", { key: one.doc_id }, openView(one), h("span", { class: "by" }, ` ${say(one.outcome)}`)))));
}

/** @param {any} document */
const openView = ({ doc_id: id, title }) =>
  h("button", { type: "button", class: "link", "data-action": "intake:show", "data-doc": id, dir: "auto" }, visible(title) || say("Untitled"));

/** @param {any[]} sources @param {string} zone */
function sourcesView(sources, zone) {
  const head = [say("Source"), say("State"), say("Last success"), say("Newest article"), say("Taken in"), say("Last error")];
  return h("section", { key: "sources", "aria-label": say("Sources") }, h("h3", null, say("Sources read again and again")),
    sources.length === 0 ? h("p", { class: "note" }, say("None was read yet.")) : h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": say("How the sources go") }, h("table", { class: "health" },
      h("thead", null, h("tr", null, head.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", null, sources.map((one) => h("tr", { key: one.name },
        h("th", { scope: "row", dir: "auto" }, visible(one.name)), h("td", { class: one.state === "ok" ? "sound" : "bad" }, say(plainCode(visible(one.state)))),
        h("td", null, formatInstant(one.last_success_at, zone, { zone: false }) || say("never")), h("td", null, formatInstant(one.newest_at, zone, { zone: false })),
        h("td", { class: "n" }, formatCount(one.items)), h("td", { dir: "auto" }, visible(one.last_error).slice(0, 160))))))));
}

/** @param {Intake} intake @param {string} zone */
function documentsView({ documents, words, became }, zone) {
  return h("section", { key: "documents", "aria-label": say("Documents") }, h("h3", null, say("Documents")),
    h("form", { class: "inline", "data-action": "intake:find" },
      h("input", { type: "search", name: "words", "aria-label": say("Find by title, publisher or address"), placeholder: say("title, publisher or address"), maxlength: "200", value: words }), h("button", { type: "submit" }, say("Find"))),
    became && becameView(became, zone),
    documents.length === 0 && h("p", { class: "note" }, say("No document carries these words.")),
    h("ul", { class: "rows" }, documents.map((one) => h("li", { key: one.doc_id }, openView(one), h("span", { class: "by" },
      ` ${[visible(one.publisher), formatInstant(one.published_at, zone, { zone: false }), one.version > 1 && say("version {n}", { n: one.version }), one.withdrawn_at && say("withdrawn")].filter(Boolean).join(" · ")}`)))));
}

/** What one document became. @param {any} became @param {string} zone */
export function becameView({ document, language, duplicate_of: twin, story, versions, passages, names }, zone) {
  const link = safeLink(document.url);
  const tickers = versions[0]?.tickers ?? [];
  const facts = [
    [say("Publisher"), visible(document.publisher)], [say("Language"), language], [say("Published"), moment(versions[0], zone)], [say("Taken in"), formatInstant(document.ingested_at, zone)],
    [say("Withdrawn"), formatInstant(document.withdrawn_at, zone)], [say("Copy of"), twin ? h("button", { type: "button", class: "link", "data-action": "intake:show", "data-doc": twin }, twin) : ""],
    [say("Instruments"), tickers.map((/** @type {string} */ one) => `${visible(names[one] ?? "")} ${one}`.trim()).join(", ") || say("none named")],
  ].filter(([, value]) => value);
  return h("article", { class: "became", key: `became-${document.doc_id}`, id: "became", tabindex: "-1" },
    h("header", null, h("h4", { dir: "auto" }, visible(document.title)), h("button", { type: "button", class: "quiet", "data-action": "intake:hide", "aria-label": say("Close the document") }, "×")),
    link && h("p", { class: "address" }, h("a", { href: link.href, rel: "noopener noreferrer nofollow", target: "_blank" }, h("bdi", null, link.host))),
    h("dl", { class: "facts" }, facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)))),
    h("h5", null, plural(versions.length, "version")),
    h("ul", null, versions.map((/** @type {any} */ one) => h("li", { key: one.version }, versionWords(one, zone)))),
    h("h5", null, say("Story")),
    story.length ? h("ul", { class: "links" }, story.map((/** @type {any} */ one) => h("li", { key: one.doc_id }, openView(one), h("span", { class: "by" }, ` ${visible(one.publisher)}`)))) : h("p", { class: "note" }, say("No other report of the same event is held.")),
    h("details", { key: "passages" }, h("summary", null, plural(passages.length, "passage")),
      h("ol", null, passages.map((/** @type {any} */ one) => h("li", { key: one.ordinal, dir: "auto" }, h("span", { class: "n" }, `${one.start}–${one.end} `), visible(one.text))))));
}

/** @param {any} version @param {string} zone */
function moment(version, zone) {
  if (!version) return "";
  return version.precision === "day" ? say("{day}, day only", { day: formatDay(version.published_date) }) : formatInstant(version.published_at, zone) || say("not known");
}

/** @param {any} version @param {string} zone */
function versionWords(version, zone) {
  const parts = [
    `${version.version}: ${say("known from {moment}", { moment: formatInstant(version.known_at, zone) })}`, version.superseded_at && say("until {moment}", { moment: formatInstant(version.superseded_at, zone) }),
    version.updated_at && say("updated {moment}", { moment: formatInstant(version.updated_at, zone) }), say("{n} characters", { n: formatCount(version.chars) }), plural(version.chunks, "passage"),
    version.notes.length > 0 && say("noted: {notes}", { notes: version.notes.map((/** @type {string} */ note) => plainCode(visible(note))).join(", ") }),
  ];
  return parts.filter(Boolean).join(" · ");
}
