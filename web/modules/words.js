/** What the page says of problems and of codes it does not know, in words. Pure. */
import { formatDay, visible } from "./format.js";
import { inEnglish, knows, say } from "./language.js";

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

const SPECIFIC = new Set(["bad_input", "busy", "invalid", "not_found"]); // of these the server's own words are worth more than a translated generality
const SAYS_MORE = /[.;!?]\s+\S/; // the server's own words say what to do, too

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const BETWEEN = /(?<=\.) (?=[“A-Z])/; // two sentences
const DAY = new RegExp(`\\b(\\d{1,2}) (${MONTHS.join("|")}) (\\d{4})\\b`);

/** The program's own sentences in the page's language, any other as it stands. @param {string} text @returns {string} */
export const told = (text) => text.split(BETWEEN).map(toldOne).reduce((all, one) => all + (all.endsWith("。") ? "" : all && " ") + one, "");

/** A sentence with the words in quotes, the day and the number that it speaks of. @param {string} sentence @returns {string} */
function toldOne(sentence) {
  /** @type {Record<string, string>} */
  const given = {};
  const keep = (/** @type {string} */ name, /** @type {string} */ value) => {
    given[name] = value;
    return `{${name}}`;
  };
  const template = visible(sentence)
    .replace(/“([^”]*)”/g, (_, words) => `“${keep(given.words === undefined ? "words" : "others", words)}”`)
    .replace(DAY, (_, day, month, year) => keep("day", formatDay(`${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, "0")}-${day.padStart(2, "0")}`)))
    .replace(/\b\d+\b/, (n) => keep("n", n));
  return knows(template) ? say(template, given) : sentence;
}

/** What happened and what to do, for any problem. The server's own words come first where there are some and they can be read.
 * @param {{code: string, message: string, retryable: boolean}} problem @returns {{what: string, todo: string}} */
export function problemWords({ code, message, retryable }) {
  const [what, todo] = PROBLEMS[code] ?? ["Something went wrong on the server.", retryable ? WAIT : "Asking again will not help; report it with the number below."];
  if (message && !inEnglish()) {
    const own = told(message);
    if (own !== message || SPECIFIC.has(code)) return { what: own, todo: "" };
    return { what: say(what), todo: say(todo) };
  }
  return { what: message || say(what), todo: SAYS_MORE.test(message) ? "" : say(todo) };
}

/** What a missing language model means, for the notice. */
export const NO_MODEL = {
  short: "No language model is set: answers quote their sources.",
  long: "Answers are put together from sentences of the reports and from looked-up prices, with the same checks. They do not rephrase, "
    + "compare or reason across sources. To use a language model, whoever runs the program sets OPENAI_API_KEY or RALLY_MODEL and restarts it.",
};
