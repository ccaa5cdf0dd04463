/**
 * Jobs as people write them: `ARRIVAL:LENGTH` with commas between, `0:20,3:5`, or with a third number after how much CPU time the job
 * waits for a device each time, `0:20:5`. Numbers are in whatever unit the user thinks in, with up to six decimals.
 */
import { type Problem, problem } from "../problem.ts";
import type { Text } from "../text.ts";

/** Times in millionths of the user's unit, so that decimals are exact. */
export interface Job {
  readonly arrival: number;
  readonly length: number;
  /** It waits for a device each time it has computed for so long; null: never. */
  readonly waitsEvery: number | null;
}

export const unit = 1_000_000;
export const mostJobs = 10_000;
/** In units; all jobs together must end within the 104 days that virtual time has. */
export const longest = 1_000_000_000;

/** One number of the user's, in millionths; null when it is none. */
export function parseAmount(text: string): number | null {
  const match = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (!match) return null;
  const amount = Number(match[1]) * unit + Number((match[2] ?? "").padEnd(6, "0"));
  return amount <= longest * unit ? amount : null;
}

export function parseJobs(text: string): readonly Job[] | Problem {
  const parts = text.split(",");
  if (parts.length > mostJobs)
    return problem(
      {
        ko: "--jobs: 작업이 {count}개입니다. {most}개까지 됩니다.",
        en: "--jobs: {count} jobs are too many; up to {most} will do.",
      },
      { count: parts.length, most: mostJobs },
    );
  const jobs: Job[] = [];
  let total = 0;
  let column = 1;
  for (const [number, part] of parts.entries()) {
    const wrong = (what: Text): Problem =>
      problem(
        {
          ko: "--jobs {column}번째 글자, 작업 {number} “{part}”: {what} 도착:길이 꼴로 쓰세요. 예: --jobs 0:20,3:5",
          en: '--jobs column {column}, job {number} "{part}": {what} Write ARRIVAL:LENGTH, for example --jobs 0:20,3:5.',
        },
        { column, number, part, what },
      );
    const fields = part.split(":");
    if (fields.length < 2 || fields.length > 3)
      return wrong(
        part.trim() === ""
          ? { ko: "비어 있습니다.", en: "it is empty." }
          : { ko: "숫자가 둘이어야 합니다.", en: "it takes two numbers." },
      );
    const amounts = fields.map(parseAmount);
    const bad = amounts.indexOf(null);
    if (bad >= 0)
      return wrong({
        ko: `“${fields[bad]}”은(는) 0부터 ${longest}까지의 수(소수점 아래 여섯 자리까지)가 아닙니다.`,
        en: `"${fields[bad]}" is no number from 0 to ${longest} with up to six decimals.`,
      });
    const [arrival, length, waitsEvery = null] = amounts as [number, number, number?];
    if (length === 0 || waitsEvery === 0)
      return wrong({ ko: "길이는 0보다 커야 합니다.", en: "a length must be greater than 0." });
    jobs.push({ arrival, length, waitsEvery });
    total += length;
    column += part.length + 1;
  }
  if (total > longest * unit)
    return problem(
      {
        ko: "--jobs: 길이의 합이 {most}를 넘습니다. 더 큰 단위로 쓰세요.",
        en: "--jobs: the lengths add up to more than {most}; use a larger unit.",
      },
      { most: longest },
    );
  return jobs;
}
