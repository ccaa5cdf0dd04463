/** The topic "thread-safe": everything that belongs to one interview question, put together. */
import type { Topic } from "../../lab/catalogue.ts";
import { claims } from "./claims.ts";
import { followUps } from "./follow-ups.ts";
import { scenarios } from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { verdicts } from "./verdicts.generated.ts";
import { words } from "./words.ts";

export const threadSafe: Topic = {
  question: {
    id: "os.thread-safe",
    ask: { ko: ko.ask, en: en.ask },
    seconds: 90,
    words: [["스레드", "안전"], ["쓰레드", "안전"], ["thread-safe"], ["thread safe"], ["스레드 세이프"]],
  },
  scenarios,
  claims,
  followUps,
  words,
  verdicts,
};
