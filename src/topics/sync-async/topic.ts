/** The topic "sync-async": everything that belongs to one interview question, put together. */
import { author } from "../../lab/author.ts";
import type { Topic } from "../../lab/catalogue.ts";
import { claims } from "./claims.ts";
import { followUps } from "./follow-ups.ts";
import { scenarios } from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { verdicts } from "./verdicts.generated.ts";
import { words } from "./words.ts";

export const syncAsync: Topic = {
  question: {
    id: "os.sync-async",
    ask: author("sync-async", ko, en).ask,
    seconds: 90,
    words: [
      ["동기", "비동기"],
      ["블로킹", "논블로킹"],
      ["synchronous", "asynchronous"],
      ["sync", "async"],
    ],
  },
  scenarios,
  claims,
  followUps,
  words,
  verdicts,
};
