/** All that can be asked, claimed and run: what `topics/` fills and everything else looks things up in. */
import type { Claim } from "./claim.ts";
import type { VerdictTable } from "./decide.ts";
import type { FollowUp } from "./follow-up.ts";
import type { Scenario } from "./scenario.ts";
import type { Text } from "./text.ts";

/** One interview question with all that belongs to it. */
export interface Topic {
  readonly question: Question;
  readonly scenarios: readonly Scenario[];
  readonly claims: readonly Claim[];
  readonly followUps: readonly FollowUp[];
  /** By which words an answer makes a claim; by claim id. */
  readonly words: Readonly<Record<string, ClaimWords>>;
  /** The topic's `verdicts.generated.ts`. A function, so that a table is made when the first of its claims is looked up. */
  readonly verdicts: () => VerdictTable;
}

export interface Question {
  /** "os.thread-safe", "net.handshake", "me.conflict". */
  readonly id: string;
  readonly ask: Text;
  /** How long a good spoken answer takes. */
  readonly seconds: number;
  /** By which words a note's question is this one: every word of one of the lists. */
  readonly words: readonly (readonly string[])[];
}

/**
 * How a sentence says a claim. Each entry of `says` is one way: all of its stems stand in the sentence, in any order. A stem
 * matches at the start of a word, after case, spaces within loan words and particles are set aside.
 */
export interface ClaimWords {
  readonly says: readonly (readonly string[])[];
  /** Stems that turn the hit off: the sentence is about something else, or says the opposite. */
  readonly unless?: readonly string[];
}

export interface Catalogue {
  readonly questions: readonly Question[];
  readonly topics: readonly Topic[];
}

export const scenariosOf = (catalogue: Catalogue): Scenario[] => catalogue.topics.flatMap((topic) => topic.scenarios);
export const claimsOf = (catalogue: Catalogue): Claim[] => catalogue.topics.flatMap((topic) => topic.claims);
export const findScenario = (catalogue: Catalogue, id: string): Scenario | undefined =>
  scenariosOf(catalogue).find((scenario) => scenario.id === id);
export const findClaim = (catalogue: Catalogue, id: string): Claim | undefined =>
  claimsOf(catalogue).find((claim) => claim.id === id);
