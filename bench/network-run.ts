/**
 * `tsx bench/network-run.ts SCENARIO SIZE off|all pausing|eager`: the same run twice, in a process of its own, so that none pays for the
 * garbage of another; one line of JSON. The first run pays for V8's compiler, about half a second; the second is what a long one costs.
 */
import { argv } from "node:process";
import { type Manner, runNetwork, type ScenarioName } from "./network-worlds.ts";

const [, , name, size, trace, readers] = argv;
const manner: Manner = { trace: trace === "all" ? "all" : "off", readers: readers === "eager" ? "eager" : "pausing" };
const run = () => runNetwork(name as ScenarioName, Number(size), manner);
const first = run();
console.log(JSON.stringify({ ...run(), peakMegabytes: first.peakMegabytes, firstCpuSeconds: first.cpuSeconds }));
