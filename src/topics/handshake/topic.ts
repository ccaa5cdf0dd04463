/** The topic "handshake": how TCP opens and closes a connection, put together. */
import type { Topic } from "../../lab/catalogue.ts";
import { claims } from "./claims.ts";
import { followUps } from "./follow-ups.ts";
import { scenarios } from "./scenario.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";
import { verdicts } from "./verdicts.generated.ts";
import { words } from "./words.ts";

export const handshake: Topic = {
  question: {
    id: "net.handshake",
    ask: { ko: ko.ask, en: en.ask },
    seconds: 100,
    words: [
      ["tcp", "handshake"],
      ["tcp", "핸드셰이크"],
      ["tcp", "핸드쉐이크"],
      ["3 way"],
      ["4 way"],
      ["3way"],
      ["4way"],
      ["쓰리웨이"],
      ["tcp", "연결", "맺"],
      ["tcp", "connection", "close"],
    ],
  },
  scenarios,
  claims,
  followUps,
  words,
  verdicts,
};
