/** All measurements, in the order in which `viva live` lists them. */
import { contextSwitch } from "./context-switch.ts";
import { creation } from "./creation.ts";
import { isolation } from "./isolation.ts";
import { lostUpdates } from "./lost-updates.ts";
import type { AnyMeasurement } from "./measurement.ts";
import { storeBuffering } from "./store-buffering.ts";
import { voluntarySwitches } from "./voluntary-switches.ts";
import { waits } from "./waits.ts";

export const measurements: readonly AnyMeasurement[] = [
  waits,
  creation,
  isolation,
  lostUpdates,
  storeBuffering,
  contextSwitch,
  voluntarySwitches,
];
