/** A scenario: a world that can be built again and again, with knobs. */
import type { Happening } from "../engine/trace/happening.ts";
import type { Fault } from "../engine/world/faults.ts";
import type { KnobValue } from "../engine/world/run-ref.ts";
import type { World } from "../engine/world/world.ts";
import type { Text } from "./text.ts";

export type Knobs = Readonly<Record<string, KnobValue>>;

export type Knob = { readonly name: string; readonly about: Text } & (
  | { readonly type: "flag"; readonly byDefault: boolean }
  | { readonly type: "number"; readonly byDefault: number; readonly least: number; readonly most: number }
  | { readonly type: "one-of"; readonly byDefault: string; readonly options: readonly string[] }
);

export interface Scenario {
  /** "topic/name". */
  readonly id: string;
  readonly title: Text;
  /** What is built, in a sentence. */
  readonly about: Text;
  readonly knobs: readonly Knob[];
  /** Which faults have an occasion in it; others are refused rather than ignored. */
  readonly faults: readonly Fault["act"][];
  /** The kinds of happenings that its runs keep: for runs of many thousand frames that nobody looks at one by one. All when absent. */
  readonly keeps?: readonly Happening["kind"][];
  /** Turns after which a run is cut; a million when absent. */
  readonly mostTurns?: number;
  /** Sets the world up; `knobs` holds a valid value for each knob. */
  build(world: World, knobs: Knobs): void;
}

/** A knob's value, known to be there and of the type asked for. @throws TypeError on a knob that the scenario does not have. */
export function numberKnob(knobs: Knobs, name: string): number {
  const value = knobs[name];
  if (typeof value !== "number") throw new TypeError(`no number knob ${name}`);
  return value;
}

export function flagKnob(knobs: Knobs, name: string): boolean {
  const value = knobs[name];
  if (typeof value !== "boolean") throw new TypeError(`no flag knob ${name}`);
  return value;
}

export function optionKnob(knobs: Knobs, name: string): string {
  const value = knobs[name];
  if (typeof value !== "string") throw new TypeError(`no one-of knob ${name}`);
  return value;
}

/** The values that stand when nobody turned a knob. */
export const defaultKnobs = (scenario: Scenario): Knobs =>
  Object.fromEntries(scenario.knobs.map((knob) => [knob.name, knob.byDefault]));
