/** The words of this topic by name, for its scenarios, claims and questions (`lab/author.ts`). */
import { author } from "../../lab/author.ts";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

export const { ask, scenario, flag, number, oneOf, claim, notYet, contrast, followUp, say } = author(
  "process-thread",
  ko,
  en,
);
