/** What a run between hosts shows besides its events: the ladder, its connections, one frame's bytes, the same without its faults. */
import { formatTime } from "../../../engine/base/time.ts";
import { transitions } from "../../../engine/protocols/tcp/states.ts";
import type { Trace } from "../../../engine/trace/trace.ts";
import { summarise } from "../../../engine/wire/summary.ts";
import { formatFault, parseFault } from "../../../engine/world/faults.ts";
import { formatRunRef, type RunRef } from "../../../engine/world/run-ref.ts";
import { isProblem, type Problem, problem } from "../../../lab/problem.ts";
import { resolveRun } from "../../../lab/resolve.ts";
import { makingRun, type Run } from "../../../lab/run.ts";
import type { Scenario } from "../../../lab/scenario.ts";
import { catalogue } from "../../../topics/catalogue.ts";
import { difference } from "../../../views/difference.ts";
import { inspect } from "../../../views/inspect.ts";
import { type Ladder, ladder, type Rung } from "../../../views/ladder.ts";
import { pcapng } from "../../../views/pcapng.ts";
import { perfetto } from "../../../views/perfetto.ts";
import { samples } from "../../../views/samples.ts";
import { connectionStates } from "../../../views/states.ts";
import { eventView } from "./event-words.ts";
import { runOf } from "./made-runs.ts";
import type { ComparedRun, DifferenceView, ExportedFile, ExportFormat, FrameView, NetworkView } from "./protocol.ts";

/** A line needs two points; of more than a picture has columns every n-th is kept. */
const leastSamples = 2;
const mostSamples = 3_000;
/** What is changed is told so far; the rest is counted. */
const mostChanges = 12;

/** @param part which rungs of a ladder to keep where it is too long for a page. */
export function networkView(
  { trace }: Run,
  scenario: Scenario,
  part: (whole: Ladder) => readonly Rung[],
): NetworkView | null {
  if (!trace.events.some((event) => event.kind === "frame.sent")) return null;
  const whole = ladder(trace);
  const model = { lifelines: whole.lifelines, rungs: part(whole) };
  const { events } = trace;
  const last = model.rungs.length < whole.rungs.length ? (model.rungs.at(-1)?.event ?? 0) : events.length;
  const stops = new Set<number>(model.rungs.map((rung) => rung.event));
  const shown = new Set<number>(model.rungs.flatMap((rung) => (rung.kind === "frame" ? [rung.event] : [])));
  const frameOf = new Int32Array(events.length).fill(-1);
  for (const event of events) {
    if (event.kind === "frame.sent") frameOf[event.id] = event.id;
    else if (event.kind === "frame.received" || event.kind === "frame.dropped" || event.kind === "frame.altered") {
      frameOf[event.id] = event.frame;
      if (event.kind !== "frame.altered" && event.id <= last && shown.has(event.frame)) stops.add(event.id);
    }
  }
  const connections = connectionStates(trace);
  return {
    ladder: model,
    allRungs: whole.rungs.length,
    stops: Int32Array.from(stops).sort(),
    addresses: model.lifelines.map(({ host }) => {
      const own = new Set(connections.filter((end) => end.host === host).map((end) => end.connection.split(" > ")[0]!));
      return own.size === 1 ? [...own][0]! : null;
    }),
    frameOf,
    connections,
    transitions,
    samples: samples(trace, leastSamples, mostSamples),
    acts: scenario.faults,
  };
}

export function* frameView(name: string, id: number): Generator<number, FrameView | Problem, unknown> {
  const made = yield* runOf(name);
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
export function* compareViews(name: string): Generator<number, ComparedRun[] | Problem, unknown> {
  const made = yield* runOf(name);
  if (isProblem(made)) return made;
  const { ref, scenario, run } = made;
  const worse = oneMore(ref);
  const whole = compared(yield* makingRun(scenario, { ...ref, faults: [], choices: [] }), false);
  const others = worse === null ? [] : [compared(yield* makingRun(scenario, worse), false)];
  return [whole, compared(run, true), ...others];
}

/** The run beside the one without its last choice, or where it has none without its last fault; null where nobody broke it. */
export function* differenceView(name: string): Generator<number, DifferenceView | null | Problem, unknown> {
  const made = yield* runOf(name);
  if (isProblem(made)) return made;
  const { ref, scenario, run } = made;
  const { choices, faults } = ref;
  const [at, pick] = choices.at(-1) ?? [];
  const by = at === undefined ? faults.at(-1) : `choice=${at}:${pick}`;
  if (by === undefined) return null;
  const parent = at === undefined ? { ...ref, faults: faults.slice(0, -1) } : { ...ref, choices: choices.slice(0, -1) };
  const other = yield* makingRun(scenario, parent);
  const { same, here, there, changes, shifts } = difference(
    { trace: run.trace, ladder: ladder(run.trace) },
    { trace: other.trace, ladder: ladder(other.trace) },
  );
  return {
    name: formatRunRef(parent),
    by,
    same,
    here: here && eventView(here, true),
    there: there && eventView(there, true),
    changes: changes.slice(0, mostChanges),
    more: Math.max(0, changes.length - mostChanges),
    shifts,
  };
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

export function* exported(name: string, format: ExportFormat): Generator<number, ExportedFile | Problem, unknown> {
  const made = yield* runOf(name);
  if (isProblem(made)) return made;
  const { run, ref } = made;
  const comment = formatRunRef(ref);
  const stem = ref.scenario.replaceAll("/", "-");
  if (format === "pcapng") return { file: `${stem}.pcapng`, bytes: pcapng(run.trace, { comment }) };
  if (format === "perfetto")
    return { file: `${stem}.perfetto.json`, bytes: new TextEncoder().encode(perfetto(run.trace, { comment })) };
  const hex = (_: string, value: unknown): unknown =>
    value instanceof Uint8Array ? Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("") : value;
  const json = JSON.stringify({ run: comment, events: run.trace.events, choices: run.trace.choices }, hex, 1);
  return { file: `${stem}.json`, bytes: new TextEncoder().encode(json) };
}
