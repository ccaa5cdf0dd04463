/** The topic "multithreading": everything that belongs to one interview question, put together. */
import { author } from "../../lab/author.ts";
import type { Topic } from "../../lab/catalogue.ts";
import { claims } from "./claims.ts";
import { followUps } from "./follow-ups.ts";
import { scenarios } from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { verdicts } from "./verdicts.generated.ts";
import { words } from "./words.ts";

export const multithreading: Topic = {
  question: {
    id: "os.multithreading",
    ask: author("multithreading", ko, en).ask,
    seconds: 90,
    words: [["멀티 스레드"], ["멀티 쓰레드"], ["multithread"], ["multi thread"]],
  },
  scenarios,
  claims,
  followUps,
  words,
  verdicts,
};
