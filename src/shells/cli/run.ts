/** `viva run`: one run by its scenario or by its whole name, as a timeline, a ladder, a list of events or JSON. */
import { writeFileSync } from "node:fs";
import { formatTime } from "../../engine/base/time.ts";
import type { EventId, TraceEvent } from "../../engine/trace/happening.ts";
import { formatRunRef, parseSeed } from "../../engine/world/run-ref.ts";
import type { Misfit } from "../../engine/world/world.ts";
import { findings, type RunFinding } from "../../lab/findings.ts";
import { problem, suggestion } from "../../lab/problem.ts";
import { resolveRun } from "../../lab/resolve.ts";
import { keptWords, makeRun, type Run, runHash } from "../../lab/run.ts";
import type { Language, Text } from "../../lab/text.ts";
import { catalogue } from "../../topics/catalogue.ts";
import { ftrace } from "../../views/ftrace.ts";
import { ladder } from "../../views/ladder.ts";
import { ladderText } from "../../views/ladder-text.ts";
import { pcapng } from "../../views/pcapng.ts";
import { perfetto } from "../../views/perfetto.ts";
import { colour, columns, note, print, printJson, UsageError, usable } from "./io.ts";
import { picture, threadTexts } from "./picture.ts";

export interface RunFlags {
  knob: string[];
  fault: string[];
  seed?: string;
  ladder?: boolean;
  timeline?: boolean;
  events?: boolean;
  json?: boolean;
  pcapng?: string;
  perfetto?: string;
  ftrace?: string;
  at?: string;
}

export function run(name: string, flags: RunFlags, language: Language): void {
  const ko = language === "ko";
  const seed = flags.seed === undefined ? null : parseSeed(flags.seed);
  if (flags.seed !== undefined && seed === null)
    throw new UsageError({
      ko: `--seed ${flags.seed}: 0부터 2^53 - 1까지의 정수를 쓰세요.`,
      en: `--seed ${flags.seed}: write a whole number from 0 to 2^53 - 1.`,
    });
  const resolved = usable(resolveRun(catalogue, name, { knobs: flags.knob, faults: flags.fault, seed }));
  if (resolved.otherEngine)
    note(
      ko
        ? `이 실행 이름은 엔진 ${resolved.otherEngine}의 것입니다. 선택의 번호가 다른 곳을 가리킬 수 있습니다.`
        : `This run was named by engine ${resolved.otherEngine}; its choices may mean other decisions now.`,
    );
  const made = makeRun(resolved.scenario, resolved.ref);
  const [misfit] = made.misfits;
  if (misfit) throw new UsageError(misfitWords(misfit, made.trace.choices.length));
  for (const fault of made.unusedFaults)
    note(
      ko
        ? `결함 "${fault}"이(가) 일어날 일이 이 실행에는 없었습니다.`
        : `The fault "${fault}" had no occasion in this run.`,
    );
  const kept = keptWords(made);
  if (kept) note(kept[language]);
  const toStdout = (["pcapng", "perfetto", "ftrace"] as const).filter((flag) => flags[flag] === "-");
  if (toStdout.length > 1)
    throw new UsageError({
      ko: `--${toStdout[0]} -와 --${toStdout[1]} -: 표준 출력에는 하나만 쓸 수 있습니다. 하나는 파일 이름을 주세요.`,
      en: `--${toStdout[0]} - and --${toStdout[1]} -: stdout takes one of them only. Give one a file name.`,
    });
  const claims = findings(catalogue, made);
  if (flags.pcapng !== undefined) writeCapture(made, flags.pcapng, flags.at);
  if (flags.ftrace !== undefined) writeSchedule(made, flags.ftrace);
  if (flags.perfetto !== undefined) {
    writeOut("--perfetto", flags.perfetto, perfetto(made.trace, { comment: formatRunRef(made.ref) }));
    if (flags.perfetto !== "-") note(`${flags.perfetto}: ${made.trace.events.length} events`);
  }
  if (toStdout.length > 0) return; // the file is what stdout is for
  if (flags.json) printJson(asJson(made, claims, flags, language));
  else printRun(made, claims, flags, language);
}

function misfitWords({ at, pick, of }: Misfit, asked: number): Text {
  if (of > 0)
    return {
      ko: `choice=${at}:${pick}: 이 선택에는 0부터 ${of - 1}까지 있습니다.`,
      en: `choice=${at}:${pick}: this choice has options 0 to ${of - 1}.`,
    };
  return {
    ko: `choice=${at}:${pick}: 이 실행에는 선택이 ${asked}번만 있습니다 (0부터 셉니다).`,
    en: `choice=${at}:${pick}: this run asks for ${asked} choices only, counted from 0.`,
  };
}

/** Writes the run's frames for Wireshark; "-" is stdout. @throws UsageError */
function writeCapture(made: Run, file: string, at: string | undefined): void {
  const sent = made.trace.of("frame.sent");
  if (sent.length === 0)
    throw new UsageError(
      keptWords(made) ?? {
        ko: `--pcapng ${file}: ${made.ref.scenario}에는 네트워크가 없어 적을 패킷이 없습니다.`,
        en: `--pcapng ${file}: ${made.ref.scenario} has no network, so there are no packets to write.`,
      },
    );
  const hosts = [...new Set(sent.flatMap((event) => [event.host!, event.to]))];
  if (at !== undefined && !hosts.includes(at))
    throw new UsageError(
      problem(
        {
          ko: "--at {at}: 그런 호스트가 없습니다.{hint} 있는 것: {list}",
          en: "--at {at}: there is no such host.{hint} There are: {list}.",
        },
        { at, hint: suggestion(at, hosts), list: hosts.join(", ") },
      ).problem,
    );
  const bytes = pcapng(made.trace, { comment: formatRunRef(made.ref), at: at ?? null });
  writeOut("--pcapng", file, bytes);
  if (file !== "-") note(`${file}: ${sent.length} frames`);
}

/** Writes who ran when as Linux's ftrace prints it; "-" is stdout. @throws UsageError */
function writeSchedule(made: Run, file: string): void {
  const switches = made.trace.of("thread.switch").length;
  if (switches === 0)
    throw new UsageError({
      ko: `--ftrace ${file}: ${made.ref.scenario}에는 돌아간 스레드가 없어 적을 것이 없습니다.`,
      en: `--ftrace ${file}: no thread ran in ${made.ref.scenario}, so there is nothing to write.`,
    });
  writeOut("--ftrace", file, ftrace(made.trace));
  if (file !== "-") note(`${file}: ${switches} switches`);
}

/** Writes what `option` asked for; "-" is stdout. @throws UsageError where that cannot be written */
function writeOut(option: string, file: string, content: Uint8Array | string): void {
  try {
    writeFileSync(file === "-" ? process.stdout.fd : file, content);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EPIPE") return;
    const why = code ?? message;
    throw new UsageError({
      ko: `${option} ${file}: 쓸 수 없습니다 (${why}).`,
      en: `${option} ${file}: cannot be written (${why}).`,
    });
  }
}

function asJson(made: Run, claims: readonly RunFinding[], flags: RunFlags, language: Language): object {
  return {
    schema: "viva.run/1",
    run: made.ref,
    name: formatRunRef(made.ref),
    traceSha256: runHash(made),
    events: made.trace.events.length,
    virtualNs: made.lasted,
    ending: made.ending,
    claims: claims.map(({ claim, holds, because }) => ({ id: claim.id, holds, because })),
    ...(flags.timeline ? { timeline: timelineTexts(made, [], language) } : {}),
    ...(flags.ladder ? { ladder: ladderText(ladder(made.trace), { language, because: [] }) } : {}),
    ...(flags.events ? { log: made.trace.events } : {}),
  };
}

function printRun(made: Run, claims: readonly RunFinding[], flags: RunFlags, language: Language): void {
  const ko = language === "ko";
  const because = claims.find((claim) => !claim.holds)?.because ?? [];
  const views = [
    ...(flags.timeline ? [timelineTexts(made, because, language)] : []),
    ...(flags.ladder ? [ladderText(ladder(made.trace), { language, because })] : []),
    ...(flags.events ? [made.trace.events.map(eventLine).join("\n")] : []),
  ];
  if (views.length === 0) views.push(picture(made.trace, { language, columns: columns(), because, rungs: 60 }));
  print(views.join("\n\n"));
  if (claims.length > 0) print("");
  for (const { claim, holds } of claims)
    print(
      `${holds ? colour.green("✓") : colour.red("✗")} ${claim.id} ${colour.dim(holds ? (ko ? "이 실행에서 맞음" : "holds in this run") : ko ? "이 실행에서 틀림" : "does not hold in this run")}`,
    );
  print("");
  print(colour.dim(`${ko ? "실행" : "run"}     ${formatRunRef(made.ref)}`));
  print(colour.dim(`${ko ? "씨앗" : "seed"}    ${made.ref.seed}`));
  print(colour.dim(`sha256  ${runHash(made)}`));
}

function timelineTexts(made: Run, because: readonly EventId[], language: Language): string {
  return threadTexts(made.trace, { language, columns: columns(), because });
}

/** One event in one line: number, time, host, kind, its own fields, its cause. */
function eventLine(event: TraceEvent): string {
  const { id, at, host, cause, choice, kind, ...fields } = event;
  const own = Object.entries(fields).map(
    ([name, value]) => `${name}=${value instanceof Uint8Array ? `${value.length}B` : JSON.stringify(value)}`,
  );
  const why = [...(cause === null ? [] : [`cause=${cause}`]), ...(choice === null ? [] : [`choice=${choice}`])];
  return `${String(id).padStart(5)}  ${formatTime(at)}  ${host ?? "-"}  ${kind}  ${[...own, ...why].join(" ")}`.trimEnd();
}
