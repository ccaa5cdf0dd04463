/** A verdict in words: what was run, how much of it, and what came out. The same words on the page and in the terminal. */
import type { Claim, ConditionVerdict, Limits, Verdict } from "./claim.ts";
import { fill, type Text } from "./text.ts";

/** What the verdict rests on, in a sentence; never empty. */
export function sayVerdict(claim: Claim, verdict: Verdict): Text {
  if (verdict.by === "source")
    return { ko: "실행으로 가릴 일이 아니어서 출처를 따릅니다.", en: "No run decides this; it follows its source." };
  if (verdict.by === "nothing-yet") return verdict.why;
  if (verdict.verdict === "undecided") return verdict.why;
  if (verdict.verdict === "depends") return sayConditions(claim, verdict.conditions);
  const { runs, holding, exhaustive, limits } = verdict.coverage;
  const space = fill(spaceWords(exhaustive, limits), { runs, limits: sayLimits(limits) });
  const possible = claim.decided.by === "run" && claim.decided.holds === "possible";
  const words = possible ? happens : holding === runs ? alwaysHolds : fails;
  return fill(words, { space, holding, failing: runs - holding });
}

/** On what it depends: "right for one short exchange (all 20 runs); wrong for a big file (...)". */
function sayConditions(claim: Claim, verdicts: readonly ConditionVerdict[]): Text {
  const conditions = (claim.decided.by === "run" && claim.decided.conditions) || [];
  const parts = verdicts.map(({ verdict, coverage: { runs, exhaustive, limits } }, at) => {
    const space = fill(spaceWords(exhaustive, limits), { runs, limits: sayLimits(limits) });
    return fill(underCondition[verdict], { when: conditions[at]?.when ?? { ko: "?", en: "?" }, space });
  });
  return { ko: `${parts.map(({ ko }) => ko).join(", ")}.`, en: `${parts.map(({ en }) => en).join("; ")}.` };
}

/** What was left out of a search: "100 seeds, at most 1 frame lost". Empty when nothing was. */
export function sayLimits({ seeds, departures, cutAfter }: Limits): Text {
  const parts: Text[] = [];
  if (seeds !== null) parts.push({ ko: `씨앗 ${seeds}개`, en: seeds === 1 ? "one seed" : `${seeds} seeds` });
  if (departures) {
    const { frame = 0, schedule = 0 } = departures;
    if (frame === 0 && schedule === 0) parts.push(byDefault);
    if (frame > 0)
      parts.push({ ko: `많아야 ${frame}번 유실`, en: `at most ${frame} frame${frame === 1 ? "" : "s"} lost` });
    if (schedule > 0)
      parts.push({ ko: `많아야 ${schedule}번 선점`, en: `at most ${schedule} preemption${schedule === 1 ? "" : "s"}` });
  }
  if (cutAfter !== null) parts.push({ ko: `${cutAfter}번에서 멈춤`, en: `stopped after ${cutAfter}` });
  return { ko: parts.map((part) => part.ko).join(", "), en: parts.map((part) => part.en).join(", ") };
}

const spaceWords = (exhaustive: boolean, limits: Limits): Text =>
  !exhaustive ? some : limits.endings ? endings : every;

const underCondition: Readonly<Record<ConditionVerdict["verdict"], Text>> = {
  confirmed: { ko: "{when} 맞음 [{space}]", en: "right {when} [{space}]" },
  refuted: { ko: "{when} 틀림 [{space}]", en: "wrong {when} [{space}]" },
  undecided: { ko: "{when} 아직 모름 [{space}]", en: "undecided {when} [{space}]" },
};
const byDefault: Text = { ko: "선택은 모두 기본값", en: "default decisions" };
const endings: Text = { ko: "서로 다른 결말 {runs}가지", en: "all {runs} different endings" };
const every: Text = { ko: "가능한 실행 {runs}가지", en: "all {runs} possible runs" };
const some: Text = { ko: "돌려 본 실행 {runs}가지({limits})", en: "{runs} runs ({limits})" };
const happens: Text = { ko: "{space} 가운데 {holding}가지에서 일어납니다.", en: "It happens in {holding} of {space}." };
const alwaysHolds: Text = { ko: "{space} 모두에서 맞습니다.", en: "It holds in {space}." };
const fails: Text = { ko: "{space} 가운데 {failing}가지에서 어긋납니다.", en: "It fails in {failing} of {space}." };
