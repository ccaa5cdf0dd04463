/** The topic "process-thread": everything that belongs to one interview question, put together. */
import type { Topic } from "../../lab/catalogue.ts";
import { claims } from "./claims.ts";
import { followUps } from "./follow-ups.ts";
import { scenarios } from "./scenario.ts";
import { verdicts } from "./verdicts.generated.ts";
import { words } from "./words.ts";
import { ask } from "./words-of-topic.ts";

export const processThread: Topic = {
  question: {
    id: "os.process-thread",
    ask,
    seconds: 90,
    words: [
      ["프로세스", "스레드", "차이"],
      ["프로세스", "쓰레드", "차이"],
      ["프로세스", "스레드"],
      ["프로세스", "쓰레드"],
      ["process", "thread"],
    ],
  },
  scenarios,
  claims,
  followUps,
  words,
  verdicts,
};
