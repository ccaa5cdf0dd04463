/**
 * The states that connections pass through, and the diagram in which they stand. What ways there are is given (the transition table
 * is the protocol's); where the boxes stand is this file's: opening on the left, closing on the right.
 */
import type { Instant } from "../engine/base/time.ts";
import type { EventId, HostId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";

/** One end of one connection, from its first change of state to its last. */
export interface ConnectionStates {
  readonly host: HostId;
  /** "10.0.0.1:49152 > 10.0.0.2:80": this end first. */
  readonly connection: string;
  readonly changes: readonly StateChange[];
}

export interface StateChange {
  readonly event: EventId;
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export function connectionStates(trace: Trace): ConnectionStates[] {
  const ends = new Map<string, { host: HostId; connection: string; changes: StateChange[] }>();
  for (const event of trace.events) {
    if (event.kind !== "tcp.state" || event.host === null) continue;
    const { host, connection, id, at, from, to, why } = event;
    const key = `${host} ${connection}`;
    const end = ends.get(key) ?? { host, connection, changes: [] };
    ends.set(key, end);
    end.changes.push({ event: id, at, from, to, why });
  }
  return [...ends.values()];
}

/** The state after event `at`; before its first change it is what that change comes from. */
export function stateAt({ changes }: ConnectionStates, at: number): string {
  return changes.findLast((change) => change.event <= at)?.to ?? changes[0]?.from ?? "CLOSED";
}

/** Of a host's connections the one that changed last, or will first. */
export function currentEnd(
  connections: readonly ConnectionStates[],
  host: HostId,
  now: number,
): ConnectionStates | null {
  let best: ConnectionStates | null = null;
  let latest = -2;
  for (const end of connections) {
    if (end.host !== host) continue;
    const last = end.changes.findLast((change) => change.event <= now)?.event ?? -1;
    if (last > latest) {
      best = end;
      latest = last;
    }
  }
  return best;
}

/** One row of the protocol's table. */
export interface StateTransition {
  readonly from: string;
  readonly to: string;
  /** What happens: "receive SYN, ACK". */
  readonly on: string;
  /** What is sent on the way; empty when nothing is. */
  readonly sends: string;
  /** The section of RFC 9293, or another RFC by name. */
  readonly source: string;
}

/** The last change of an end up to event `now`, with the row of the table that it obeyed; null before its first. */
export function lastChange(
  end: ConnectionStates,
  transitions: readonly StateTransition[],
  now: number,
): { readonly change: StateChange; readonly row: StateTransition | null } | null {
  const change = end.changes.findLast((one) => one.event <= now);
  if (!change) return null;
  const row = transitions.find((one) => one.from === change.from && one.to === change.to && one.on === change.why);
  return { change, row: row ?? null };
}

export interface StateBox {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}
export interface StateWay {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}
export interface StateDiagram {
  readonly width: number;
  readonly height: number;
  readonly boxWidth: number;
  readonly boxHeight: number;
  readonly boxes: readonly StateBox[];
  readonly ways: readonly StateWay[];
}

const pitch = 108;
const boxWidth = 98;
const boxHeight = 20;
/** Column and row of each state; rows are half a box and its distance apart. */
const places: Readonly<Record<string, readonly [column: number, row: number]>> = {
  CLOSED: [0, 0],
  LISTEN: [0, 2],
  "SYN-SENT": [1, 0],
  "SYN-RECEIVED": [1, 2],
  ESTABLISHED: [2, 1],
  "FIN-WAIT-1": [3, 0],
  "CLOSE-WAIT": [3, 2],
  "FIN-WAIT-2": [4, 0],
  CLOSING: [4, 1],
  "LAST-ACK": [4, 2],
  "TIME-WAIT": [5, 0],
};

/** Ways between neighbouring columns and within one; those back to CLOSED are many and say little, so they are not drawn. */
export function stateDiagram(transitions: readonly StateTransition[]): StateDiagram {
  const boxes = Object.entries(places).map(([name, [column, row]]) => ({
    name,
    x: 2 + column * pitch,
    y: 2 + row * 25,
  }));
  const ways = new Map<string, StateWay>();
  for (const { from, to } of transitions) {
    const [a, b] = [places[from], places[to]];
    if (!a || !b || to === "CLOSED" || Math.abs(a[0] - b[0]) > 1 || b[0] < a[0]) continue;
    ways.set(`${from} ${to}`, { from, to, path: path(a, b) });
  }
  return {
    width: 5 * pitch + boxWidth + 4,
    height: 2 * 25 + boxHeight + 4,
    boxWidth,
    boxHeight,
    boxes,
    ways: [...ways.values()],
  };
}

function path([column1, row1]: readonly [number, number], [column2, row2]: readonly [number, number]): string {
  const half = boxHeight / 2;
  const middle1 = 2 + row1 * 25 + half;
  const middle2 = 2 + row2 * 25 + half;
  if (column1 === column2) {
    const x = 2 + column1 * pitch + boxWidth / 2;
    return row1 < row2 ? `M${x} ${middle1 + half}V${middle2 - half}` : `M${x} ${middle1 - half}V${middle2 + half}`;
  }
  const x1 = 2 + column1 * pitch + boxWidth;
  const x2 = 2 + column2 * pitch;
  return `M${x1} ${middle1}C${x1 + 6} ${middle1} ${x2 - 6} ${middle2} ${x2} ${middle2}`;
}
