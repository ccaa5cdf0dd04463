/** A verdict and what it rests on, in one line; the same in every command. */
import type { Claim, Verdict } from "../../lab/claim.ts";
import { sayVerdict } from "../../lab/say-verdict.ts";
import type { Language } from "../../lab/text.ts";
import { colour } from "./io.ts";
import { marks } from "./words.ts";

export function verdictLine(claim: Claim, verdict: Verdict, language: Language): string {
  const { mark, says, paint } = marks[verdict.verdict];
  return `${colour[paint](`${mark} ${says[language]}`)}  ${sayVerdict(claim, verdict)[language]}`;
}
