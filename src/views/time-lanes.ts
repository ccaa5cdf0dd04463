/**
 * A run over one axis of time: hosts as rows with their lanes (who runs on which CPU), frames as arrows from row to row, and under them
 * what connections measure. So one sees which packet wakes which thread, and which window lets which burst go. A pure function of models
 * and width: `parts/time-picture.tsx` paints it. A lane is anything that lasts on a host; who has another kind of lane adds it to the list.
 */
import type { CpuLanes } from "./cpus.ts";
import type { FrameRung, Ladder } from "./ladder.ts";
import type { Sample, Samples } from "./samples.ts";
import type { ConnectionStates } from "./states.ts";
import { type TimeAxis, timeAxis } from "./time-axis.ts";

/** Something that lasts on a host. */
export interface Lane {
  readonly host: string;
  readonly name: string;
  /** "state": it lasts, but nothing goes on meanwhile, so the axis may fold it. */
  readonly kind: "runs" | "state";
  readonly spans: readonly Span[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly event: number;
  readonly text: string;
}

export interface TimeModel {
  readonly ladder: Ladder;
  readonly lanes: readonly Lane[];
  readonly samples: readonly Samples[];
}

export interface PlacedSpan {
  readonly x: number;
  readonly width: number;
  readonly event: number;
  readonly text: string;
  /** So many stand so close that they are drawn as one. */
  readonly count: number;
}

export interface TimeArrow {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly frame: FrameRung;
  readonly lost: boolean;
  readonly count: number;
}

export interface PlacedPlot {
  readonly samples: Samples;
  readonly top: number;
  readonly height: number;
  /** The value that stands at its upper edge. */
  readonly most: number;
  readonly value: string;
  readonly limit: string;
}

export interface TimeLayout {
  readonly axis: TimeAxis;
  readonly height: number;
  readonly hosts: readonly { readonly name: string; readonly top: number; readonly height: number }[];
  readonly lanes: readonly {
    readonly name: string;
    readonly kind: Lane["kind"];
    readonly top: number;
    readonly spans: readonly PlacedSpan[];
  }[];
  readonly arrows: readonly TimeArrow[];
  readonly plots: readonly PlacedPlot[];
}

export const laneHeight = 18;
const bareHeight = 22;
const bandHeight = 88;
const axisHeight = 24;
const plotHeight = 72;
const plotGap = 30;
/** Closer than this, two things of one kind are drawn as one. */
const apart = 2;

/** The lanes that every run between hosts has: who ran on each CPU. */
export function cpuLanesOf({ cpus, threads }: CpuLanes): Lane[] {
  const names = new Map(threads.map(({ host, thread, name }) => [`${host} ${thread}`, name]));
  return cpus.map(({ host, cpu, runs }) => ({
    host,
    name: `CPU ${cpu}`,
    kind: "runs",
    spans: runs.map(({ thread, from, to, event }) => ({
      from,
      to,
      event,
      text: names.get(`${host} ${thread}`) ?? `T${thread}`,
    })),
  }));
}

/** What each thread waits for meanwhile; of hosts with few threads. */
export function waitLanesOf({ threads }: CpuLanes): Lane[] {
  const perHost = new Map<string, number>();
  for (const { host } of threads) perHost.set(host, (perHost.get(host) ?? 0) + 1);
  return threads
    .filter(({ host, waits }) => waits.length > 0 && perHost.get(host)! <= mostThreads)
    .map(({ host, name, waits }) => ({
      host,
      name,
      kind: "state",
      spans: waits.map(({ from, to, event, on }) => ({ from, to, event, text: on.what })),
    }));
}

/** Of hosts with few connections: the state of each over time. `end` is when the run ends. */
export function stateLanesOf(connections: readonly ConnectionStates[], end: number): Lane[] {
  const perHost = new Map<string, number>();
  for (const { host } of connections) perHost.set(host, (perHost.get(host) ?? 0) + 1);
  return connections
    .filter(({ host }) => perHost.get(host)! <= mostConnections)
    .map(({ host, changes }) => ({
      host,
      name: "TCP",
      kind: "state",
      spans: changes.flatMap((change, index) =>
        change.to === "CLOSED"
          ? []
          : [{ from: change.at, to: changes[index + 1]?.at ?? end, event: change.event, text: change.to }],
      ),
    }));
}
const mostThreads = 12;
const mostConnections = 2;

/** The common axis of a model: frames under way and threads that run are what goes on. */
export function axisOf({ ladder, lanes, samples }: TimeModel, width: number): TimeAxis {
  const busy: { from: number; to: number }[] = [];
  const points: number[] = [];
  for (const rung of ladder.rungs) {
    points.push(rung.at);
    if (rung.kind !== "frame") continue;
    for (const arrival of rung.arrivals) busy.push({ from: rung.at, to: arrival });
  }
  for (const { kind, spans } of lanes)
    if (kind === "runs") for (const { from, to } of spans) if (to > from) busy.push({ from, to });
  for (const { values } of samples) for (const { at } of values) points.push(at);
  return timeAxis(busy, points, width);
}

/**
 * Where everything stands, of what lies between `from` and `to` pixels of the axis.
 * @param now events after this one are left out
 */
export function layOutTime(model: TimeModel, axis: TimeAxis, from: number, to: number, now: number): TimeLayout {
  const { lifelines, rungs } = model.ladder;
  const hosts: { name: string; top: number; height: number }[] = [];
  const lanes: { name: string; kind: Lane["kind"]; top: number; spans: PlacedSpan[] }[] = [];
  let top = axisHeight;
  for (const { host } of lifelines) {
    const own = model.lanes.filter((lane) => lane.host === host);
    const height = Math.max(bareHeight, own.length * (laneHeight + 2) + 2);
    hosts.push({ name: host, top, height });
    for (const [index, { name, kind, spans }] of own.entries())
      lanes.push({
        name,
        kind,
        top: top + 2 + index * (laneHeight + 2),
        spans: placed(spans, axis, from, to, now),
      });
    top += height + bandHeight;
  }
  top -= bandHeight;
  const plots = model.samples.map((samples, index): PlacedPlot => {
    const most = Math.max(1, ...samples.values.map((one) => one.value)) * 1.15;
    return {
      samples,
      top: top + plotGap + index * (plotHeight + plotGap),
      height: plotHeight,
      most,
      value: steps(samples.values, axis, plotHeight, most, now),
      limit: steps(samples.limits, axis, plotHeight, most, now),
    };
  });
  const last = plots.at(-1);
  return {
    axis,
    height: (last ? last.top + last.height : top) + 8,
    hosts,
    lanes,
    arrows: arrows(rungs, hosts, axis, from, to, now),
    plots,
  };
}

function placed(spans: readonly Span[], axis: TimeAxis, from: number, to: number, now: number): PlacedSpan[] {
  const out: PlacedSpan[] = [];
  for (const span of spans) {
    if (span.event > now) break;
    const x = axis.x(span.from);
    const width = Math.max(2, axis.x(span.to) - x);
    if (x + width < from || x > to) continue;
    const before = out.at(-1);
    if (before && width <= apart && before.width <= apart && x - before.x < apart)
      out[out.length - 1] = { ...before, count: before.count + 1, text: before.text === span.text ? span.text : "" };
    else out.push({ x, width, event: span.event, text: span.text, count: 1 });
  }
  return out;
}

function arrows(
  rungs: Ladder["rungs"],
  hosts: TimeLayout["hosts"],
  axis: TimeAxis,
  from: number,
  to: number,
  now: number,
): TimeArrow[] {
  const out: (TimeArrow & { count: number })[] = [];
  const near = new Map<string, number>();
  for (const frame of rungs) {
    if (frame.event > now) break;
    if (frame.kind !== "frame") continue;
    const [sender, receiver] = [hosts[frame.from]!, hosts[frame.to]!];
    const down = frame.to > frame.from;
    const y1 = down ? sender.top + sender.height : sender.top;
    const end = down ? receiver.top : receiver.top + receiver.height;
    const x1 = axis.x(frame.at);
    const lost = frame.received.length === 0;
    for (const arrival of lost ? [null] : frame.arrivals) {
      // A lost frame comes half the way, as steep as its like.
      const x2 = arrival === null ? x1 + 18 : axis.x(arrival);
      if (x2 < from || x1 > to) continue;
      const fate = `${frame.from} ${frame.to} ${lost} ${frame.again}`;
      const key = `${Math.round(x1 / apart)} ${Math.round(x2 / apart)} ${fate}`;
      const known = near.get(key);
      if (known !== undefined) out[known] = { ...out[known]!, count: out[known]!.count + 1 };
      else {
        near.set(key, out.length);
        out.push({ x1, y1, x2, y2: arrival === null ? (y1 + end) / 2 : end, frame, lost, count: 1 });
      }
    }
  }
  return out;
}

/** A value holds until the next: a line in steps. */
function steps(values: readonly Sample[], axis: TimeAxis, height: number, most: number, now: number): string {
  let path = "";
  let column = Number.NEGATIVE_INFINITY;
  for (const { at, event, value } of values) {
    if (event > now) break;
    const x = axis.x(at);
    // Of many in one column of pixels the first stands for all.
    if (path !== "" && x - column < 0.5) continue;
    column = x;
    const y = (height - (Math.min(value, most) / most) * height).toFixed(1);
    path += path === "" ? `M${x.toFixed(1)} ${y}` : `H${x.toFixed(1)}V${y}`;
  }
  return path;
}
