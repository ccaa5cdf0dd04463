/** The topic "synchronization": everything that belongs to one interview question, put together. */
import { author } from "../../lab/author.ts";
import type { Topic } from "../../lab/catalogue.ts";
import { claims } from "./claims.ts";
import { followUps } from "./follow-ups.ts";
import { scenarios } from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { verdicts } from "./verdicts.generated.ts";
import { words } from "./words.ts";

export const synchronization: Topic = {
  question: {
    id: "os.synchronization",
    ask: author("synchronization", ko, en).ask,
    seconds: 90,
    words: [
      ["프로세스", "스레드", "동기화"],
      ["프로세스", "동기화"],
      ["스레드", "동기화"],
      ["동기화"],
      ["뮤텍스", "세마포어"],
      ["process", "thread", "synchroni"],
      ["synchroni"],
      ["mutex", "semaphore"],
    ],
  },
  scenarios,
  claims,
  followUps,
  words,
  verdicts,
};
