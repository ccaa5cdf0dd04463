/**
 * Which claims a sentence makes. A first recogniser, by stems: each claim lists ways of saying it (`ClaimWords`), a way is a set of
 * stems, and a stem stands in a sentence where a word begins with it, so Korean particles and endings behind it do not matter.
 * Misconceptions that are negated or asked are not voiced: "싱글톤이라고 안전한 것은 아닙니다" is not the misconception.
 *
 * It does not understand: it says "yes" only where the words are there, and shows the words that it went by.
 */
import type { ClaimWords, Question, Topic } from "../../lab/catalogue.ts";
import type { Claim } from "../../lab/claim.ts";

/** A claim found in a sentence, with the stretch of the sentence that says it: offsets into the sentence given. */
export interface Recognised {
  readonly claim: Claim;
  readonly start: number;
  readonly end: number;
}

/** The question of the catalogue that a note's question is; null when it is none of them. The most specific match wins. */
export function recogniseQuestion(ask: string, questions: readonly Question[]): Question | null {
  const sentence = new Sentence(ask);
  let best: Question | null = null;
  let most = 0;
  for (const question of questions) {
    for (const way of question.words) {
      const found = sentence.findAll(way);
      const weight = way.reduce((sum, stem) => sum + stem.length, 0);
      if (found && weight > most) {
        best = question;
        most = weight;
      }
    }
  }
  return best;
}

/** The claims of one topic that a sentence makes, in the order of the topic. */
export function recognise(text: string, topic: Topic): Recognised[] {
  const sentence = new Sentence(text);
  const out: Recognised[] = [];
  for (const claim of topic.claims) {
    const words = topic.words[claim.id];
    if (!words) continue;
    const found = recogniseClaim(sentence, words);
    if (!found) continue;
    if (claim.kind === "misconception" && (sentence.isQuestion || sentence.deniesAfter(found.end))) continue;
    out.push({ claim, start: found.start, end: found.end });
  }
  return out;
}

function recogniseClaim(sentence: Sentence, words: ClaimWords): { start: number; end: number } | null {
  if (words.unless?.some((stem) => sentence.find(stem))) return null;
  for (const way of words.says) {
    const found = sentence.findAll(way);
    if (found) return found;
  }
  return null;
}

/** A sentence made comparable: NFC, lower case, with the way back to the offsets of the original. */
class Sentence {
  readonly isQuestion: boolean;
  readonly #text: string;
  /** Original offset of each character of `#text`, and of its end. */
  readonly #offsets: number[];

  constructor(original: string) {
    let text = "";
    const offsets: number[] = [];
    // Hangul may come decomposed (NFD): one syllable of the original is up to three characters, so it is composed run by run.
    for (const { 0: run, index } of original.matchAll(/[\u1100-\u11ff]+|[^\u1100-\u11ff]/gu)) {
      const composed = run.normalize("NFC").toLowerCase();
      for (let i = 0; i < composed.length; i++)
        offsets.push(index + Math.min(run.length - 1, Math.floor((i * run.length) / composed.length)));
      text += composed;
    }
    offsets.push(original.length);
    this.#text = text;
    this.#offsets = offsets;
    this.isQuestion = /[?？]\s*$|(나요|까요|는가|은가|니까)[.\s]*\?\s*$/.test(text);
  }

  /** Where `stem` begins a word; a space in it also matches a hyphen or nothing ("스레드 안전" is "스레드안전"). */
  find(stem: string): { start: number; end: number } | null {
    const match = patternOf(stem).exec(this.#text);
    if (!match) return null;
    return { start: this.#offsets[match.index]!, end: this.#offsets[match.index + match[0].length]! };
  }

  /** The stretch that holds all stems; null unless each is there. */
  findAll(stems: readonly string[]): { start: number; end: number } | null {
    let start = Number.POSITIVE_INFINITY;
    let end = -1;
    for (const stem of stems) {
      const found = this.find(stem);
      if (!found) return null;
      start = Math.min(start, found.start);
      end = Math.max(end, found.end);
    }
    return { start, end };
  }

  /** Whether the clause that goes on behind original offset `at` is denied. */
  deniesAfter(at: number): boolean {
    const from = this.#offsets.findIndex((offset) => offset >= at);
    const rest = this.#text.slice(from < 0 ? this.#text.length : from);
    const clause = /^[^.!。]*/.exec(rest)![0];
    const before = this.#text.slice(0, from < 0 ? this.#text.length : from);
    return (
      /않|아니|아닙|못[ 하한합해]|없[다습는이어음고]|안 ?(된|됩|돼|전하지 않)/.test(clause) ||
      /\b(not|never|no guarantee|doesn't|does not|isn't|is not|won't|cannot|can't)\b/.test(clause) ||
      /\b(not|never)\b[^.]*$/.test(before)
    );
  }
}

/** Stems are few and sentences many: each pattern is made once. */
const patterns = new Map<string, RegExp>();

function patternOf(stem: string): RegExp {
  const known = patterns.get(stem);
  if (known) return known;
  const lower = stem.toLowerCase();
  const source = lower
    .split(" ")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[\\s-]*");
  // A Hangul stem begins a word when no Hangul stands before it; a Latin one when no Latin letter does.
  const before = /^[a-z]/.test(lower) ? "(?<![a-z0-9])" : "(?<![가-힣])";
  const pattern = new RegExp(before + source, "u");
  patterns.set(stem, pattern);
  return pattern;
}
