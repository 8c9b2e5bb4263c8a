/** What the page says: stages, abstentions, withheld sentences and problems, in words. Pure. */
import { say } from "./language.js";

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

/** "figure_mismatch" as "figure mismatch". @param {string} code @returns {string} */
export function plainCode(code) {
  return code.replace(/[_-]+/g, " ").trim();
}

const WAIT = "Ask again in a moment.";
const PROBLEMS = {
  __proto__: null,
  bad_input: ["The question could not be used.", "Change the question and ask again."],
  bad_setting: ["The program is not set up correctly.", "Whoever runs it must correct its settings."],
  not_found: ["It is not there any more.", "Start a new session, or reload the page."],
  busy: ["This session is still answering another question.", "Wait for that answer, then ask again."],
  store_error: ["The stored reports and prices cannot be read right now.", WAIT],
  embedder_changed: ["The search index was made with other settings.", "Whoever runs the program must rebuild it (rally reindex)."],
  model_error: ["The language model could not be used.", WAIT],
  model_refused: ["The language model refused the request.", "Whoever runs the program must check its key, quota and model name."],
  model_unavailable: ["The language model cannot be reached.", WAIT],
  deadline_exceeded: ["Answering took too long and was ended.", "Ask again, or ask something narrower."],
  interrupted: ["The program ended while this was being answered.", "Ask again."],
  stopped: ["The answer was stopped.", "Ask again for a whole one."],
  internal: ["Something went wrong on the server.", WAIT],
  unreachable: ["The program cannot be reached.", "Check the connection and that it is running, then try again."],
  unreadable: ["The reply could not be read.", "Try again."],
  no_key: ["This server asks for a key.", "Enter the key at the top of the page."],
  invalid: ["The request could not be used.", "Change the question and ask again."],
  too_large: ["The question is too long.", "Shorten it and ask again."],
  overloaded: ["Too many questions are being answered at this moment.", WAIT],
  shutting_down: ["The server is being stopped.", WAIT],
  http_413: ["The question is too long.", "Shorten it and ask again."],
  http_429: ["Too many questions at once.", "Wait a minute, then ask again."],
};

const SAYS_MORE = /[.;!?]\s+\S/; // the server's own words say what to do, too

/** What happened and what to do, for any problem. The server's own words come first where there are some.
 * @param {{code: string, message: string, retryable: boolean}} problem @returns {{what: string, todo: string}} */
export function problemWords({ code, message, retryable }) {
  const [what, todo] = PROBLEMS[code] ?? ["Something went wrong on the server.", retryable ? WAIT : "Asking again will not help; report it with the number below."];
  return { what: message || say(what), todo: SAYS_MORE.test(message) ? "" : say(todo) };
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
  no_source: "States something without a source",
};

/** Why a sentence was withheld, in words; `plainCode` where the reason is new. @param {string} reason @returns {string} */
export function withheldWords(reason) {
  return say(WITHHELD[reason] ?? "") || (plainCode(reason).replace(/^./, (first) => first.toUpperCase()) || "Not supported");
}

/** What a missing language model means, for the notice. */
export const NO_MODEL = {
  short: "No language model is set: answers quote their sources.",
  long: "Answers are put together from sentences of the reports and from looked-up prices, with the same checks. They do not rephrase, "
    + "compare or reason across sources. To use a language model, whoever runs the program sets OPENAI_API_KEY or RALLY_MODEL and restarts it.",
};

/** Questions for an empty page. */
export const EXAMPLES = [
  "How much did the Hang Seng Tech Index rise on 17 September 2025?",
  "How did Baidu close on 17 September 2025, in Hong Kong and in New York?",
  "Which coupons do Tencent’s dim sum bonds carry?",
  "What moved Alibaba on 24 September 2025?",
  "Why did Hong Kong stocks fall on 18 September 2025?",
  "恒生科技指數2025年9月17日升了多少？",
];
