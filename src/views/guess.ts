/**
 * A guess at what comes next: the rung that really does, among others of the same run that it could have been. What became of a frame,
 * its number and its time are not part of the guess, for they would give it away. The options are those nearest in the run, one of a kind,
 * in an order that says nothing. A pure function: the same place of the same run asks the same.
 */
import { type Ladder, type Rung, rungIndex } from "./ladder.ts";

export interface Guess {
  readonly answer: Rung;
  /** Each of another kind; the answer is among them. Fewer than two are no question. */
  readonly options: readonly Rung[];
}

export const mostOptions = 4;
/** Others are looked for so far before and after. */
const reach = 60;

/** What comes after event `now`; null at the end, and where nothing else could be taken for it. */
export function guessAfter({ lifelines, rungs }: Ladder, now: number): Guess | null {
  const at = rungIndex(rungs, now) + 1;
  const answer = rungs[at];
  if (!answer) return null;
  const kinds = new Map([[kindOf(answer), answer]]);
  for (let away = 1; away <= reach && kinds.size < mostOptions; away++)
    for (const other of [rungs[at + away], rungs[at - away]])
      if (other && kinds.size < mostOptions && !kinds.has(kindOf(other))) kinds.set(kindOf(other), other);
  if (kinds.size < 2) return null;
  const options = [...kinds].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, rung]) => rung);
  return { answer, options };

  function kindOf(rung: Rung): string {
    switch (rung.kind) {
      case "frame":
        return `${lifelines[rung.from]!.name} ${lifelines[rung.to]!.name} ${rung.label}`;
      case "note":
        return `${lifelines[rung.on]!.name} ${JSON.stringify(rung.note)}`;
      case "step":
        return `${lifelines[rung.on]!.name} ${JSON.stringify(rung.step.action)}`;
      case "deadlock":
        return "deadlock";
    }
  }
}

/** How often guesses made with some confidence were right. */
export interface Calibration {
  /** In percent. */
  readonly confidence: number;
  readonly guesses: number;
  readonly right: number;
}

/** Chance among four, rather yes, quite sure, certain. */
export const confidences: readonly number[] = [25, 50, 75, 95];

/** Fewer guesses than this say nothing about how well one knows what one knows. */
export const leastGuesses = 10;

/** Adds one guess to the record. */
export function counted(record: readonly Calibration[], confidence: number, right: boolean): Calibration[] {
  return confidences.map((one) => {
    const before = record.find((entry) => entry.confidence === one) ?? { confidence: one, guesses: 0, right: 0 };
    if (one !== confidence) return before;
    return { confidence: one, guesses: before.guesses + 1, right: before.right + (right ? 1 : 0) };
  });
}

/** What was kept of a record, as text; anything that is none is an empty one. */
export function readCalibration(text: string | null): Calibration[] {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? "");
  } catch {
    return [];
  }
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  return (Array.isArray(kept) ? kept : []).flatMap((entry: unknown): Calibration[] => {
    if (typeof entry !== "object" || entry === null) return [];
    const { confidence, guesses, right } = entry as Partial<Calibration>;
    if (confidence === undefined || !confidences.includes(confidence)) return [];
    return isCount(guesses) && isCount(right) && right <= guesses ? [{ confidence, guesses, right }] : [];
  });
}
