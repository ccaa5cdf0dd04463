/** `viva list`: everything there is to ask, run and claim. */
import type { Knob } from "../../lab/scenario.ts";
import type { Language } from "../../lab/text.ts";
import { catalogue } from "../../topics/catalogue.ts";
import { decidedOf } from "../../topics/verdicts.ts";
import { colour, print, printJson } from "./io.ts";
import { marks } from "./words.ts";

export function list(flags: { json?: boolean }, language: Language): void {
  const { topics, questions } = catalogue;
  if (flags.json) {
    printJson({
      schema: "viva.list/1",
      questions: questions.map(({ id, ask, seconds }) => ({
        id,
        ask,
        seconds,
        experiments: topics.some((topic) => topic.question.id === id),
      })),
      scenarios: topics.flatMap(({ question, scenarios }) =>
        scenarios.map(({ id, title, about, knobs, faults }) => ({
          id,
          question: question.id,
          title,
          about,
          knobs,
          faults,
        })),
      ),
      claims: topics.flatMap(({ question, claims }) =>
        claims.map((claim) => ({
          id: claim.id,
          question: question.id,
          kind: claim.kind,
          weight: claim.weight,
          says: claim.says,
          decides: claim.decided.by,
          verdict: decidedOf(claim).verdict.verdict,
        })),
      ),
      followUps: topics.flatMap(({ question, followUps }) =>
        followUps.map(({ id, ask, kind, claims }) => ({ id, question: question.id, ask, kind, claims })),
      ),
    });
    return;
  }
  const ko = language === "ko";
  for (const question of questions) {
    const topic = topics.find((candidate) => candidate.question.id === question.id);
    print(
      `\n${colour.bold(question.id)}  ${question.ask[language]}${topic ? "" : colour.dim(ko ? "  (실험 준비 중)" : "  (no experiments yet)")}`,
    );
    if (!topic) continue;
    print(colour.dim(ko ? "  시나리오" : "  scenarios"));
    for (const scenario of topic.scenarios) {
      print(`    ${scenario.id}  ${scenario.title[language]}`);
      for (const knob of scenario.knobs) print(colour.dim(`      --knob ${knobUsage(knob)}  ${knob.about[language]}`));
    }
    print(colour.dim(ko ? "  주장" : "  claims"));
    for (const claim of topic.claims) {
      const { mark, paint } = marks[decidedOf(claim).verdict.verdict];
      print(`    ${colour[paint](mark)} ${claim.says[language]}  ${colour.dim(claim.id)}`);
    }
    print(colour.dim(ko ? "  이어지는 질문" : "  follow-ups"));
    for (const followUp of topic.followUps) print(`    ${followUp.ask[language]}  ${colour.dim(followUp.id)}`);
  }
}

function knobUsage(knob: Knob): string {
  switch (knob.type) {
    case "flag":
      return `${knob.name}=true|false (${knob.byDefault})`;
    case "number":
      return `${knob.name}=${knob.least}..${knob.most} (${knob.byDefault})`;
    case "one-of":
      return `${knob.name}=${knob.options.join("|")} (${knob.byDefault})`;
  }
}
