/** The topic "context-switch": everything that belongs to one interview question, put together. */
import { author } from "../../lab/author.ts";
import type { Topic } from "../../lab/catalogue.ts";
import { claims } from "./claims.ts";
import { followUps } from "./follow-ups.ts";
import { scenarios } from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { verdicts } from "./verdicts.generated.ts";
import { words } from "./words.ts";

export const contextSwitch: Topic = {
  question: {
    id: "os.context-switch",
    ask: author("context-switch", ko, en).ask,
    seconds: 75,
    words: [["컨텍스트 스위"], ["문맥 교환"], ["context switch"]],
  },
  scenarios,
  claims,
  followUps,
  words,
  verdicts,
};
