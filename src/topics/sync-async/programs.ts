/** What runs on the hosts of this topic: the same waits and computations as blocking calls, on an event loop, and in threads. */
import { type Instant, ms } from "../../engine/base/time.ts";
import { Host } from "../../engine/kernel/host.ts";
import { endpoint } from "../../engine/kernel/net/demux.ts";
import { Topology } from "../../engine/kernel/net/topology.ts";
import { startProgram, threadFlags } from "../../engine/kernel/process/begin.ts";
import { sys, type Thread } from "../../engine/kernel/thread.ts";
import {
  EventLoop,
  type EventLoopOptions,
  type Step,
  type Task,
  type TaskBody,
} from "../../engine/programs/event-loop.ts";
import { ask, eventLoopServer, type Service, threadPerConnection, threadPool } from "../../engine/programs/servers.ts";
import type { ThreadId } from "../../engine/trace/happening.ts";
import type { World } from "../../engine/world/world.ts";
import type { Knobs } from "../../lab/scenario.ts";
import { flagKnob, numberKnob, optionKnob } from "../../lab/scenario.ts";
import { predict } from "../../language/javascript/predict.ts";

const letter = (i: number): string => (i < 26 ? String.fromCharCode(65 + i) : `T${i + 1}`);
const machine = (world: World, cpus = 1): Host =>
  new Host(world, "machine", { cpus, scheduler: { policy: "rr", quantum: ms(10) } });

type Change = "begun" | "runs" | "waits" | "ended";

function note(host: Host, thread: ThreadId, task: string, what: Change): void {
  host.log(host.thread(thread), { kind: "task.changed", thread, task, what });
}

/** One piece of work as plain calls: computes, then waits for its device. */
function* blocking(host: Host, self: ThreadId, name: string, steps: readonly Step[]): Thread<null> {
  note(host, self, name, "begun");
  note(host, self, name, "runs");
  for (const step of steps)
    if (step.does === "compute") yield* sys("compute", { for: step.for });
    else if (step.does === "io" || step.does === "sleep") {
      note(host, self, name, "waits");
      yield* sys("io", { for: step.for });
      note(host, self, name, "runs");
    }
  note(host, self, name, "ended");
  return null;
}

function* asTask(steps: readonly Step[]): TaskBody {
  yield* steps;
}

function onLoop(host: Host, first: (loop: EventLoop) => void, options: EventLoopOptions = {}): void {
  const loop = new EventLoop(host, options);
  host.start("loop", (self) => loop.run(self, () => first(loop)));
}

/** A task that begins the others and waits for them: together, or each before the next. */
function* mainTask(loop: EventLoop, works: readonly (readonly Step[])[], oneByOne: boolean): TaskBody {
  const tasks: Task[] = [];
  for (const [i, steps] of works.entries()) {
    const task = loop.begin(letter(i), asTask(steps));
    tasks.push(task);
    if (oneByOne) yield { does: "all", of: [task] };
  }
  yield { does: "all", of: tasks };
}

const io = (time: number): Step => ({ does: "io", for: ms(time) });
const cpu = (time: number): Step => ({ does: "compute", for: ms(time) });

/** The same works in one of the ways there are. */
function doAll(host: Host, way: string, works: readonly (readonly Step[])[], options: EventLoopOptions = {}): void {
  if (way === "threads") {
    for (const [i, steps] of works.entries()) host.start(letter(i), (self) => blocking(host, self, letter(i), steps));
  } else if (way === "blocking")
    host.start("main", function* (self) {
      for (const [i, steps] of works.entries()) yield* blocking(host, self, letter(i), steps);
      return null;
    });
  else onLoop(host, (loop) => void loop.begin("main", mainTask(loop, works, way === "one-by-one")), options);
}

export function threeIo(world: World, knobs: Knobs): void {
  const compute = numberKnob(knobs, "compute");
  const pool = numberKnob(knobs, "pool");
  const works = Array.from({ length: numberKnob(knobs, "tasks") }, (_, i) => {
    const wait = io(numberKnob(knobs, "time") + i * numberKnob(knobs, "longer"));
    return compute > 0 ? [cpu(compute), wait] : [wait];
  });
  doAll(machine(world), optionKnob(knobs, "way"), works, pool > 0 ? { pool } : {});
}

export function threeCpu(world: World, knobs: Knobs): void {
  const way = optionKnob(knobs, "way");
  const host = machine(world, numberKnob(knobs, "cores"));
  const works = Array.from({ length: 3 }, () => [cpu(100)]);
  if (way !== "threads") {
    doAll(host, way === "plain" ? "blocking" : "together", works);
    return;
  }
  // Workers take one job after the other; with a global interpreter lock only the holder computes.
  const gil = flagKnob(knobs, "gil");
  if (gil) host.makeLock("gil");
  let next = 0;
  for (let worker = 0; worker < numberKnob(knobs, "threads"); worker++)
    host.start(`worker ${worker + 1}`, function* (self) {
      while (next < works.length) {
        const job = next++;
        if (gil) yield* sys("lock", { lock: "gil" });
        yield* blocking(host, self, letter(job), works[job]!);
        if (gil) yield* sys("unlock", { lock: "gil" });
      }
      return null;
    });
}

export function mixed(world: World, knobs: Knobs): void {
  const a = [io(numberKnob(knobs, "io")), cpu(numberKnob(knobs, "compute"))];
  const b = [...a].reverse();
  doAll(machine(world), optionKnob(knobs, "way"), [a, b]);
}

/** A timer is set, then the same callback computes: in one piece, or in pieces with the loop's turn between them. */
export function blockedLoop(world: World, knobs: Knobs): void {
  const [length, piece, timer] = [numberKnob(knobs, "length"), numberKnob(knobs, "piece"), numberKnob(knobs, "timer")];
  onLoop(machine(world), (loop) => {
    loop.begin(
      "callback",
      (function* (): TaskBody {
        loop.begin("timer", asTask([{ does: "sleep", for: ms(timer) }]));
        // The timer is set at once; then the computation begins.
        yield { does: "pause" };
        for (let left = length; left > 0; left -= piece > 0 ? piece : left) {
          yield cpu(piece > 0 ? Math.min(piece, left) : left);
          if (piece > 0) yield { does: "pause" };
        }
      })(),
    );
  });
}

export function twoByTwo(world: World, knobs: Knobs): void {
  const host = machine(world);
  const time = numberKnob(knobs, "time");
  const way = optionKnob(knobs, "way");
  if (way === "blocking") doAll(host, "blocking", [[io(time)]]);
  else if (way === "callback")
    onLoop(host, (loop) => {
      // The call is a task of its own: it starts the request, whose callback comes when the device has answered, and is over.
      loop.begin("callback", asTask([io(time)]));
      loop.begin("call", asTask([]));
    });
  else
    host.start("main", function* (self) {
      const done = (world.now + ms(time)) as Instant;
      const pause = numberKnob(knobs, "pause");
      note(host, self, "request", "begun");
      for (;;) {
        note(host, self, "poll", "begun");
        const ready = world.now >= done;
        yield* sys("compute", { for: ms(numberKnob(knobs, "poll")) });
        note(host, self, "poll", "ended");
        if (ready) break;
        if (pause > 0) yield* sys("sleep", { for: ms(pause) });
      }
      note(host, self, "request", "ended");
      return null;
    });
}

export function order(world: World, knobs: Knobs): void {
  const works = ["a", "b", "c"].map((name) => [io(numberKnob(knobs, name))]);
  doAll(machine(world), optionKnob(knobs, "way"), works, { anyOrder: flagKnob(knobs, "unknown") });
}

export function pool(world: World, knobs: Knobs): void {
  const works = Array.from({ length: numberKnob(knobs, "requests") }, () => [io(100)]);
  doAll(machine(world), "together", works, { pool: numberKnob(knobs, "limit") });
}

const serverAddress = "10.0.0.2";
const servicePort = 80;

/** Clients that all ask at the same instant, and the same service built in one of three ways; each way along the link takes 1 ms. */
export function servers(world: World, knobs: Knobs): void {
  const net = new Topology(world, { neighbours: "known" });
  const client = net.host("client");
  const server = net.host("server", {
    cpus: numberKnob(knobs, "cores"),
    scheduler: { policy: "rr", quantum: ms(10) },
  });
  net.link(client, server, { name: "link", addresses: ["10.0.0.1/24", `${serverAddress}/24`], latency: ms(1) });
  const gil = flagKnob(knobs, "gil") ? "gil" : null;
  if (gil !== null) server.makeLock(gil);
  const [compute, wait] = [ms(numberKnob(knobs, "compute")), ms(numberKnob(knobs, "wait"))];
  const service: Service = { port: servicePort, compute, wait, gil };
  const build = optionKnob(knobs, "build");
  server.start("server", () =>
    build === "event-loop"
      ? eventLoopServer(service, () => world.now)
      : build === "thread-pool"
        ? threadPool(service, numberKnob(knobs, "threads"))
        : threadPerConnection(service),
  );
  for (let i = 0; i < numberKnob(knobs, "clients"); i++)
    client.start(`client ${i + 1}`, function* (self) {
      note(client, self, `request ${i + 1}`, "begun");
      const answered = yield* ask(endpoint(`${serverAddress}:${servicePort}`));
      if (answered === 1) note(client, self, `request ${i + 1}`, "ended");
      return answered;
    });
}

export const pageKib = 4;

/** Connections that say nothing: a thread each, which touches its stack, or one loop, which keeps a record of each. */
export function manyConnections(world: World, knobs: Knobs): void {
  const host = machine(world);
  const connections = numberKnob(knobs, "connections");
  const [stack, state] = [numberKnob(knobs, "stack"), numberKnob(knobs, "state")];
  host.processes.equip({
    threads: connections + 1,
    frames: Math.ceil((connections * (stack + state)) / pageKib) + 100,
    pageSize: pageKib * 1024,
  });
  const touch = function* (from: number, kib: number): Thread<void> {
    for (let at = 0; at < kib; at += pageKib) yield* sys("store", { address: from + at * 1024, value: 1 });
  };
  startProgram(host, {
    name: "server",
    *main() {
      if (optionKnob(knobs, "way") === "event-loop") {
        const from = yield* sys("mmap", { lengthBytes: connections * state * 1024 });
        if (typeof from === "number") yield* touch(from, connections * state);
        return 0;
      }
      for (let i = 0; i < connections; i++)
        yield* sys("clone", {
          flags: threadFlags,
          name: `connection ${i + 1}`,
          stackPages: Math.ceil(stack / pageKib),
          *child() {
            const { low } = yield* sys("stack", {});
            yield* touch(low, stack);
            // Idle, as most connections are most of the time.
            yield* sys("sleep", { for: ms(1000) });
            return null;
          },
        });
      yield* sys("sleep", { for: ms(1000) });
      return 0;
    },
  });
}

export const loopPrograms: Readonly<Record<string, string>> = {
  "all-queues": `console.log(1);
setTimeout(() => console.log(2), 0);
Promise.resolve().then(() => console.log(3));
process.nextTick(() => console.log(4));
(async () => {
  console.log(5);
  await null;
  console.log(6);
})();
console.log(7);
`,
  "in-a-file-callback": `const fs = require("fs");
fs.readFile(__filename, () => {
  setTimeout(() => console.log("timeout"), 0);
  setImmediate(() => console.log("immediate"));
  process.nextTick(() => console.log("nextTick"));
});
`,
};

/** Runs a JavaScript program in our model of Node's loop, and keeps what it prints with the queue that it came from. */
export function loopOrder(world: World, knobs: Knobs): void {
  const source = loopPrograms[optionKnob(knobs, "program")]!;
  const result = predict(source);
  if (result.kind !== "prediction") throw new TypeError(`a program of ours: ${result.says.en}`);
  const queued = new Map<number, { queue: string; label: string; line: number }>();
  let at = 0;
  for (const event of result.events) {
    if (event.kind === "queued") queued.set(event.task, event);
    else if (event.kind === "started") at = event.atMs;
    else if (event.kind === "printed" && event.task !== null) {
      const { queue, label, line } = queued.get(event.task)!;
      const printed = { text: event.text.trimEnd(), line: event.line, queue, label, queuedLine: line };
      world.at(ms(at) as number as Instant, "program", () => {
        world.emit("node", { kind: "line.printed", ...printed });
      });
    }
  }
}
