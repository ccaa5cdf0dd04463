/** `viva verify`: decides claims now, over their whole spaces, and says whether the kept verdicts agree. */
import { formatRunRef } from "../../engine/world/run-ref.ts";
import { claimsOf } from "../../lab/catalogue.ts";
import { type Claim, runOf, type Verdict } from "../../lab/claim.ts";
import { problem, suggestion } from "../../lab/problem.ts";
import { sayLimits } from "../../lab/say-verdict.ts";
import type { Language } from "../../lab/text.ts";
import { verify } from "../../lab/verify.ts";
import { catalogue } from "../../topics/catalogue.ts";
import { decidedOf } from "../../topics/verdicts.ts";
import { colour, exitCode, note, print, printJson, progress, UsageError } from "./io.ts";
import { verdictLine } from "./verdict-line.ts";

export function verifyClaims(names: readonly string[], flags: { json?: boolean }, language: Language): number {
  const claims = chosen(names);
  const out = claims.map((claim) => {
    const count = progress(claim.id);
    const verdict = verify(claim, count.tell);
    count.done();
    const differs = JSON.stringify(verdict) !== JSON.stringify(decidedOf(claim).verdict);
    if (!flags.json) printVerdict(claim, verdict, language);
    return { claim, verdict, differs };
  });
  if (flags.json)
    printJson({
      schema: "viva.verify/1",
      claims: out.map(({ claim, verdict }) => ({
        id: claim.id,
        verdict: verdict.verdict,
        by: verdict.by,
        coverage: coverageOf(verdict),
        run: runOf(verdict),
      })),
    });
  for (const { claim } of out.filter((one) => one.differs))
    note(
      language === "ko"
        ? `${claim.id}: 간직해 둔 판정과 다릅니다. npm run verdicts를 돌려 보세요.`
        : `${claim.id}: the kept verdict differs; run npm run verdicts.`,
    );
  return out.some((one) => one.differs) ? exitCode.failed : exitCode.fine;
}

/** All claims, or those named: by their ids, or by a topic ("thread-safe") for all of it. */
function chosen(names: readonly string[]): Claim[] {
  const all = claimsOf(catalogue);
  if (names.length === 0) return all;
  return names.flatMap((name) => {
    const found = all.filter((claim) => claim.id === name || claim.id.startsWith(`${name}.`));
    if (found.length > 0) return found;
    const known = all.map((claim) => claim.id);
    const text = {
      ko: '"{name}"이라는 주장이 없습니다.{hint} 목록은 viva list에 있습니다.',
      en: 'There is no claim "{name}".{hint} See viva list.',
    };
    throw new UsageError(problem(text, { name, hint: suggestion(name, known) }).problem);
  });
}

function printVerdict(claim: Claim, verdict: Verdict, language: Language): void {
  print(`${verdictLine(claim, verdict, language)}\n  ${claim.says[language]}  ${colour.dim(claim.id)}`);
  const run = runOf(verdict);
  if (run) print(colour.dim(`  ${formatRunRef(run)}`));
}

/** The coverage of the JSON contract: `bound` says in words what was left out, when something was. */
function coverageOf(verdict: Verdict): object {
  if (verdict.by !== "run") return { runs: 0, exhaustive: false, bound: verdict.by };
  const { runs, holding, exhaustive, limits } = verdict.coverage;
  return { runs, holding, exhaustive, ...(exhaustive ? {} : { bound: sayLimits(limits).en }) };
}
