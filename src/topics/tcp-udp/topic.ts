/** The topic "tcp-udp": everything that belongs to one interview question, put together. */
import type { Topic } from "../../lab/catalogue.ts";
import { claims } from "./claims.ts";
import { followUps } from "./follow-ups.ts";
import { scenarios } from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { verdicts } from "./verdicts.generated.ts";
import { words } from "./words.ts";

export const tcpUdp: Topic = {
  question: {
    id: "net.tcp-udp",
    ask: { ko: ko.ask, en: en.ask },
    seconds: 90,
    words: [["tcp", "udp"]],
  },
  scenarios,
  claims,
  followUps,
  words,
  verdicts,
};
