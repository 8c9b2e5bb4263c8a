/** What may be asked next, from what an answer has in its hands: its instruments, its day, its kinds of source. Pure. */
import { priceCards } from "./cards.js";

const CHINESE = /[\u3400-\u9fff]/;
const MONTHS = "January February March April May June July August September October November December".split(" ");
const MOST = 3;

/** Up to three questions. @param {import("./conversation.js").Turn} turn @returns {string[]} */
export function followUps(turn) {
  const { reading, summary } = turn;
  if (turn.status !== "done" || !summary || summary.reason === "advice") return [];
  const cards = priceCards(turn);
  const day = cards[0]?.day ?? reading?.last ?? "";
  const [year, month, date] = day.split("-").map(Number);
  if (!date) return [];
  const chinese = CHINESE.test(turn.question);
  const when = chinese ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1]} ${year}`;
  const tickers = (cards.length ? cards.map((card) => card.ticker) : reading?.tickers ?? []).slice(0, 2);
  if (chinese) return cards.length ? [] : tickers.map((ticker) => `${ticker} ${when}收報多少？`);
  const questions = tickers.map((ticker) => (cards.length ? `What moved ${ticker} on ${when}?` : `How did ${ticker} close on ${when}?`));
  if (tickers.length) questions.push(`How many articles mention ${tickers[0]}?`);
  return questions.filter((question) => question !== turn.question).slice(0, MOST);
}
