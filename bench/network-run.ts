/** `tsx bench/network-run.ts SCENARIO SIZE off|all`: one run in a process of its own, so that none pays for the garbage of another; one line of JSON. */
import { argv } from "node:process";
import { runNetwork, type ScenarioName } from "./network-worlds.ts";

const [, , name, size, trace] = argv;
console.log(JSON.stringify(runNetwork(name as ScenarioName, Number(size), trace === "all" ? "all" : "off")));
