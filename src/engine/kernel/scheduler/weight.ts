/**
 * What a nice value weighs with fair policies: Linux's table (kernel/sched/core.c, sched_prio_to_weight), in which each step is
 * about a factor of 1.25, and so one step against a neighbour is worth some 10 % of the CPU.
 */
import { type Duration, ns } from "../../base/time.ts";
import { leastNice, type Task } from "./task.ts";

// biome-ignore format: a table, five a row from -20 to 19
const weights = [
  88761, 71755, 56483, 46273, 36291,
  29154, 23254, 18705, 14949, 11916,
   9548,  7620,  6100,  4904,  3906,
   3121,  2501,  1991,  1586,  1277,
   1024,   820,   655,   526,   423,
    335,   272,   215,   172,   137,
    110,    87,    70,    56,    45,
     36,    29,    23,    18,    15,
];

/** The weight of nice 0, in whose time virtual run times are counted. */
export const weightOfNice0 = 1024;

export const weightOf = (task: Task): number => weights[task.nice - leastNice]!;

/** Real time as virtual time: less of it for who weighs more. Whole nanoseconds, rounded down. */
export const virtualOf = (task: Task, time: number): number => Math.floor((time * weightOfNice0) / weightOf(task));

/** The real time after which `virtual` has passed for this task. Rounded up. */
export const realOf = (task: Task, virtual: number): Duration =>
  ns(Math.ceil((virtual * weightOf(task)) / weightOfNice0));
