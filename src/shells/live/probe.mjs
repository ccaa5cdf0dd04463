/**
 * What measurements run beside the command: the entry of every worker and child process that they start. Plain JavaScript, so that
 * what is measured is what is written here, in a checkout as in a build. A worker is told its role in `workerData`, a process in its
 * first argument, as JSON; the answer is one message, or one line of JSON on stdout. Not imported by anything.
 */
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

const nanoseconds = () => process.hrtime.bigint();
const since = (from) => Number(nanoseconds() - from);

/** Both sides wait here for one another, asleep, so that they start as near together as the system can wake them. */
function meet(gate, parties) {
  const here = Atomics.add(gate, 0, 1) + 1;
  if (here >= parties) Atomics.notify(gate, 0);
  for (let seen = here; seen < parties; seen = Atomics.load(gate, 0)) Atomics.wait(gate, 0, seen);
}

const roles = {
  /** Exists, and ends. */
  nothing: () => ({}),

  /** Adds one to a number of its own, and to one that it may share with who started it. */
  change({ copied, shared }) {
    copied[0]++;
    if (shared) new Int32Array(shared)[0]++;
    return { copied: copied[0], shared: shared ? new Int32Array(shared)[0] : null };
  },

  /** Counts up a shared number, as `counter++` does or with an atomic instruction. */
  increment({ shared, times, atomic }) {
    const [counter, gate] = [new Int32Array(shared, 0, 1), new Int32Array(shared, 64, 1)];
    meet(gate, 2);
    const from = nanoseconds();
    if (atomic) for (let i = 0; i < times; i++) Atomics.add(counter, 0, 1);
    else for (let i = 0; i < times; i++) counter[0]++;
    return { from, to: nanoseconds() };
  },

  /**
   * Store buffering: in round r one side writes r to x and reads y, the other writes r to y and reads x. What it read goes to its
   * part of `seen`. x, y and the two round counters lie in cache lines of their own. Ends after `ms` when the machine is too busy
   * for all the rounds; `done` is the number of those that this side knows both to have entered and has read in.
   */
  storeBuffer({ shared, rounds, ms, side, atomic }) {
    const line = (number) => new Int32Array(shared, 128 * number, 1);
    const [mine, other] = side === 0 ? [line(0), line(1)] : [line(1), line(0)];
    const [myRound, otherRound] = side === 0 ? [line(2), line(3)] : [line(3), line(2)];
    const [never, stop] = [line(4), line(5)];
    const began = nanoseconds();
    const seen = new Int32Array(shared, 1024 + side * rounds * 4, rounds);
    for (let round = 1; round <= rounds; round++) {
      Atomics.store(myRound, 0, round);
      // On a busy machine the other side may have lost its processor: after a while, sleep rather than hold this one.
      for (let spins = 1; Atomics.load(otherRound, 0) < round; spins++) {
        if (spins % 20_000 !== 0) continue;
        if (since(began) > ms * 1e6) Atomics.store(stop, 0, 1);
        if (Atomics.load(stop, 0) === 1) return { done: round - 1 };
        Atomics.wait(never, 0, 0, 0.1);
      }
      if (atomic) {
        Atomics.store(mine, 0, round);
        seen[round - 1] = Atomics.load(other, 0);
      } else {
        mine[0] = round;
        seen[round - 1] = other[0];
      }
    }
    return { done: rounds };
  },

  /** Hands a byte to the other side and waits for it to come back, `hands` times, through two named pipes. */
  handOver({ input, output, hands, first }) {
    const [from, to] = [openSync(input, "r+"), openSync(output, "r+")];
    const byte = Buffer.alloc(1);
    const turn = (count) => {
      if (first) writeSync(to, byte);
      for (let i = 1; i < count; i++) {
        readSync(from, byte);
        writeSync(to, byte);
      }
      readSync(from, byte);
      if (!first) writeSync(to, byte);
    };
    turn(Math.min(200, hands)); // lets the other side arrive and the compiler look at the loop
    const before = switches();
    const began = nanoseconds();
    turn(hands);
    const answer = { ns: since(began) / (2 * hands), switches: switches() - before, hands };
    closeSync(from);
    closeSync(to);
    return answer;
  },

  /** Two threads of this process that hand over to one another. */
  async handOverThreads({ left, right, hands }) {
    const [a] = await Promise.all([
      inWorker({ role: "handOver", input: left, output: right, hands, first: true }),
      inWorker({ role: "handOver", input: right, output: left, hands, first: false }),
    ]);
    return a;
  },

  /** The same calls without anybody to wait for: write a byte to a pipe and read it back; and the cheapest call that there is. */
  callsAlone({ pipe, times }) {
    const end = openSync(pipe, "r+");
    const byte = Buffer.alloc(1);
    const work = () => {
      const began = nanoseconds();
      for (let i = 0; i < times; i++) {
        writeSync(end, byte);
        readSync(end, byte);
      }
      return since(began) / times;
    };
    work();
    const ns = work();
    closeSync(end);
    return { ns, parent: parentCalls(times) };
  },

  /** How often this thread gave up its processor of its own accord while it called the kernel, and while it waited. */
  giveUps({ calls, waits }) {
    const never = new Int32Array(new SharedArrayBuffer(4));
    let before = voluntary();
    parentCalls(calls);
    const inCalls = voluntary() - before;
    before = voluntary();
    for (let i = 0; i < waits; i++) Atomics.wait(never, 0, 0, 1);
    return { inCalls, inWaits: voluntary() - before };
  },
};

/** Nanoseconds a call of getppid, which goes into the kernel and comes straight back. */
function parentCalls(times) {
  const began = nanoseconds();
  let sum = 0;
  for (let i = 0; i < times; i++) sum += process.ppid;
  return sum > 0 ? since(began) / times : 0;
}

/** One counter of this thread in /proc; NaN where there is none. */
function statusOf(name) {
  try {
    const found = new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(readFileSync("/proc/thread-self/status", "utf8"));
    return found ? Number(found[1]) : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

const voluntary = () => statusOf("voluntary_ctxt_switches");
const switches = () => voluntary() + statusOf("nonvoluntary_ctxt_switches");

function inWorker(asked) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: asked });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

const asked = isMainThread ? JSON.parse(process.argv[2]) : workerData;
const answer = await roles[asked.role](asked);
if (isMainThread) process.stdout.write(`${JSON.stringify(answer)}\n`);
else parentPort.postMessage(answer);
