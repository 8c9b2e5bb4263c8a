/** What the page says of an answer: stages, abstentions and withheld sentences, in words. Pure. */
import { formatDay } from "./format.js";
import { inEnglish, say } from "./language.js";
import { plainCode } from "./words.js";

const STAGES = {
  __proto__: null, // codes come from the wire, and "constructor" is none of ours
  reading: "Reading the question",
  searching: "Searching the reports",
  pricing: "Looking up prices",
  writing: "Writing",
  checking: "Checking every figure against its source",
};

/** @param {string} stage @returns {string} */
export function stageWords(stage) {
  return say(STAGES[stage] ?? "Working");
}

const TOOLS = {
  __proto__: null,
  search_news: "Reports looked for",
  follow_news: "Reports followed over time",
  get_price: "Prices looked up",
  compare_prices: "Prices compared",
  get_stat: "Statistics looked up",
  count_news: "Articles counted",
  calculate: "Calculated",
  describe_holdings: "What is held looked up",
  describe_instruments: "Listings looked up",
};

/** What a look-up gave, in English as the program says it. @param {{name: string, summary: string}} tool @returns {string} */
export function toolWords({ name, summary }) {
  const plain = plainCode(name);
  return inEnglish() ? summary || plain : say(TOOLS[name] ?? "") || plain;
}

/** The time that a question was read to ask about. @param {import("./conversation.js").Reading} reading @returns {string} */
export function windowWords({ label, first, last }) {
  if (inEnglish() || !first || !last) return label;
  return first === last ? formatDay(first) : say("{first} to {last}", { first: formatDay(first), last: formatDay(last) });
}

const ABSTENTIONS = {
  __proto__: null,
  no_evidence: ["No evidence", "Nothing held here answers this."],
  not_stated: ["Not stated", "The reports speak of this, but none of them states what was asked."],
  out_of_window: ["Outside the dates", "What is held does not cover the time asked about."],
  no_session: ["No trading", "The exchange was closed on that day, so there is no price."],
  unknown_instrument: ["Unknown instrument", "No listing of that name or ticker is known here."],
  ambiguous_instrument: ["More than one listing", "The name has several listings; say which one is meant."],
  future: ["Not known yet", "This lies after the moment the answer speaks from."],
  stale: ["Out of date", "The newest evidence is too old to answer this as of now."],
  conflict: ["Sources disagree", "The sources contradict each other on this."],
  advice: ["Not advice", "This asks what to buy or sell. Reports and prices can be looked up; advice is not given."],
};

/** A short heading and what it means. @param {string | null | undefined} reason @returns {{heading: string, meaning: string}} */
export function abstentionWords(reason) {
  const [heading, meaning] = ABSTENTIONS[reason ?? ""] ?? ["No answer", "The evidence does not support an answer."];
  return { heading: say(heading), meaning: say(meaning) };
}

/** What is left of an answer that ended early. @param {{text: string, sources: unknown[]}} turn @returns {string} */
export function keptWords(turn) {
  if (!turn.text) return say("Your question is kept.");
  return say(`Your question and the part of the answer above are kept${turn.sources.length ? "" : "; its sources had not arrived"}.`);
}

const WITHHELD = {
  __proto__: null,
  citation: "Cites no source of this answer",
  figure: "A figure is not in its source",
  wording: "Says something that its source does not",
  no_source: "States something without a source",
  private: "Repeats instructions that are no part of an answer",
};

/** Why a sentence was withheld, in words; `plainCode` where the reason is new. @param {string} reason @returns {string} */
export function withheldWords(reason) {
  return say(WITHHELD[reason] ?? "") || (plainCode(reason).replace(/^./, (first) => first.toUpperCase()) || "Not supported");
}
