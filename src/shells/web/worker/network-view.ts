/** What a run between hosts shows besides its events: the ladder, its connections, one frame's bytes, the same without its faults. */
import { formatTime } from "../../../engine/base/time.ts";
import { transitions } from "../../../engine/protocols/tcp/states.ts";
import type { Trace } from "../../../engine/trace/trace.ts";
import { summarise } from "../../../engine/wire/summary.ts";
import { formatFault, parseFault } from "../../../engine/world/faults.ts";
import { formatRunRef, type RunRef } from "../../../engine/world/run-ref.ts";
import { isProblem, type Problem, problem } from "../../../lab/problem.ts";
import { resolveRun } from "../../../lab/resolve.ts";
import { makeRun, type Run } from "../../../lab/run.ts";
import type { Scenario } from "../../../lab/scenario.ts";
import { catalogue } from "../../../topics/catalogue.ts";
import { inspect } from "../../../views/inspect.ts";
import { type Ladder, ladder, type Rung } from "../../../views/ladder.ts";
import { pcapng } from "../../../views/pcapng.ts";
import { samples } from "../../../views/samples.ts";
import { connectionStates } from "../../../views/states.ts";
import { runOf } from "./made-runs.ts";
import type { ComparedRun, ExportedFile, ExportFormat, FrameView, NetworkView } from "./protocol.ts";

/** What becomes of the last frame comes a little after it. */
const afterLast = 40;
/** Fewer samples are read more easily as events. */
const leastSamples = 10;
const mostSamples = 400;

/** @param part which rungs of a ladder to keep where it is too long for a page. */
export function networkView(
  { trace }: Run,
  scenario: Scenario,
  part: (whole: Ladder) => readonly Rung[],
): NetworkView | null {
  if (!trace.events.some((event) => event.kind === "frame.sent")) return null;
  const whole = ladder(trace);
  const model = { lifelines: whole.lifelines, rungs: part(whole) };
  const first = model.rungs[0]?.event ?? 0;
  const last = model.rungs.at(-1)?.event ?? 0;
  const stops = new Set<number>(model.rungs.map((rung) => rung.event));
  const frameOf = new Map<number, number>();
  for (const event of trace.events.slice(first, last + afterLast))
    if (event.kind === "frame.received" || event.kind === "frame.dropped" || event.kind === "frame.altered") {
      frameOf.set(event.id, event.frame);
      if (event.kind !== "frame.altered") stops.add(event.id);
    } else if (event.kind === "frame.sent") frameOf.set(event.id, event.id);
  const connections = connectionStates(trace);
  return {
    ladder: model,
    stops: [...stops].sort((a, b) => a - b),
    addresses: model.lifelines.map(({ host }) => {
      const own = new Set(connections.filter((end) => end.host === host).map((end) => end.connection.split(" > ")[0]!));
      return own.size === 1 ? [...own][0]! : null;
    }),
    frameOf,
    connections,
    ways: transitions.map(({ from, to }) => [from, to] as const),
    samples: samples(trace, leastSamples, mostSamples),
    acts: scenario.faults,
  };
}

export function frameView(name: string, id: number): FrameView | Problem {
  const made = runOf(name);
  if (isProblem(made)) return made;
  const { events } = made.run.trace;
  const event = events[id];
  if (event?.kind === "frame.received" || event?.kind === "frame.sent") return taken(id, event);
  const sent = event && "frame" in event ? events[event.frame] : undefined;
  if (sent?.kind === "frame.sent") return taken(id, sent);
  return problem({ ko: "사건 {id}은(는) 프레임이 아닙니다.", en: "Event {id} is no frame." }, { id });
}

function taken(
  id: number,
  event: Extract<Trace["events"][number], { kind: "frame.sent" | "frame.received" }>,
): FrameView {
  const { bytes, link } = event;
  const frame = event.kind === "frame.received" ? event.frame : event.id;
  return { event: id, frame, link, bytes, layers: inspect(bytes), summary: summarise(bytes) };
}

/** The run that nobody broke, this one, and where a frame is lost the same with the next such frame lost as well. */
export function compareViews(name: string): ComparedRun[] | Problem {
  const made = runOf(name);
  if (isProblem(made)) return made;
  const { ref, scenario, run } = made;
  const worse = oneMore(ref);
  const others = worse === null ? [] : [compared(makeRun(scenario, worse), false)];
  return [compared(makeRun(scenario, { ...ref, faults: [], choices: [] }), false), compared(run, true), ...others];
}

/** The last fault made to hit one more frame; null where it is none that loses so many. */
function oneMore(ref: RunRef): RunRef | null {
  const fault = parseFault(ref.faults.at(-1) ?? "");
  if (!("act" in fault) || fault.act !== "drop" || fault.which.last === Number.MAX_SAFE_INTEGER) return null;
  const which = { ...fault.which, last: fault.which.last + 1 };
  return { ...ref, faults: [...ref.faults.slice(0, -1), formatFault({ ...fault, which })] };
}

function compared({ ref, trace, lasted }: Run, current: boolean): ComparedRun {
  let frames = 0;
  for (const event of trace.events) if (event.kind === "frame.sent") frames++;
  const connect = trace.events.find(
    (event) => (event.kind === "call.returned" || event.kind === "call.failed") && event.call === "connect",
  );
  let error: string | null = null;
  if (connect?.kind === "call.failed") error = connect.error;
  else if (connect?.kind === "call.returned" && typeof connect.result === "string") error = connect.result;
  return {
    name: formatRunRef(ref),
    faults: [...ref.faults, ...ref.choices.map(([at, pick]) => `choice=${at}:${pick}`)],
    current,
    connected: connect ? { at: connect.at, time: formatTime(connect.at), error } : null,
    lasted,
    time: formatTime(lasted),
    frames,
    again: ladder(trace).rungs.filter((rung) => rung.kind === "frame" && rung.again).length,
  };
}

/** The name of the run with one more fault; a problem in words where it is none, or where the scenario has no occasion for it. */
export function faultedName(name: string, fault: string): { name: string } | Problem {
  const resolved = resolveRun(catalogue, name, { faults: [fault] });
  return isProblem(resolved) ? resolved : { name: formatRunRef(resolved.ref) };
}

export function exported(name: string, format: ExportFormat): ExportedFile | Problem {
  const made = runOf(name);
  if (isProblem(made)) return made;
  const { run, ref } = made;
  const comment = formatRunRef(ref);
  const stem = ref.scenario.replaceAll("/", "-");
  if (format === "pcapng") return { file: `${stem}.pcapng`, bytes: pcapng(run.trace, { comment }) };
  const hex = (_: string, value: unknown): unknown =>
    value instanceof Uint8Array ? Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("") : value;
  const json = JSON.stringify({ run: comment, events: run.trace.events, choices: run.trace.choices }, hex, 1);
  return { file: `${stem}.json`, bytes: new TextEncoder().encode(json) };
}
