/**
 * `tsx bench/network-run.ts SCENARIO SIZE off|all`: the same run twice, in a process of its own, so that none pays for the garbage of
 * another; one line of JSON. The first run pays for V8's compiler, the second is what a long one costs.
 */
import { argv } from "node:process";
import { runNetwork, type ScenarioName } from "./network-worlds.ts";

const [, , name, size, trace] = argv;
const run = () => runNetwork(name as ScenarioName, Number(size), trace === "all" ? "all" : "off");
const first = run();
console.log(JSON.stringify({ ...run(), peakMegabytes: first.peakMegabytes, firstCpuSeconds: first.cpuSeconds }));
