/**
 * What it costs to make a process and a thread, and to wait for its end. Node against Node (both bring up a JavaScript engine, which
 * is nearly all of it), and, where there is a Python, fork(2) against a bare thread, also after the parent has touched much memory.
 */
import type { Text } from "../../lab/text.ts";
import type { Measurement, Sample } from "./measurement.ts";
import { inProcess, inWorker, output } from "./probe.ts";
import { median } from "./statistics.ts";

/** Prints microseconds: fork+wait, thread start+join, fork+wait with the memory touched (private, in small pages where that can be asked). */
const python = `
import mmap, os, sys, threading, time
reps, megabytes = int(sys.argv[1]), int(sys.argv[2])
def fork():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
def thread():
    one = threading.Thread(target=int)
    one.start()
    one.join()
def middle(work, reps):
    work()
    times = []
    for _ in range(reps):
        start = time.perf_counter_ns()
        work()
        times.append(time.perf_counter_ns() - start)
    return sorted(times)[len(times) // 2] / 1000
small = [middle(fork, reps), middle(thread, reps)]
memory = mmap.mmap(-1, megabytes << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
try:
    memory.madvise(mmap.MADV_NOHUGEPAGE)
except (AttributeError, OSError):
    pass
for at in range(0, len(memory), 4096):
    memory[at] = 1
print(*small, middle(fork, max(3, reps // 4)))
`;

const busy: Text = {
  ko: "짧은 일이라 그 사이 다른 프로그램이 CPU를 쓰면 차이가 묻힙니다. 샌드박스나 가상 머신에서는 fork의 고정 비용이 커서 비율이 달라지고, 큰 페이지(huge page)를 쓰면 fork가 복사할 페이지 테이블이 작습니다.",
  en: "These are short, and other programs' work can drown the difference. In a sandbox or a virtual machine fork has a large fixed cost, which changes the ratios; with huge pages there is a smaller page table to copy.",
};

export const creation: Measurement<{
  readonly starts: number;
  readonly forks: number;
  readonly megabytes: number;
}> = {
  name: "creation",
  about: {
    ko: "프로세스와 스레드를 만들고 끝나기를 기다리는 비용",
    en: "what it costs to make a process and a thread, and to wait for its end",
  },
  claims: ["process-thread.creation-cost", "process-thread.fork-copies-all"],
  quantities: {
    nodeProcess: { says: { ko: "Node 프로세스", en: "a Node process" }, unit: "ms" },
    nodeWorker: { says: { ko: "Node 워커 스레드", en: "a Node worker thread" }, unit: "ms" },
    fork: { says: { ko: "fork + wait (Python)", en: "fork + wait (Python)" }, unit: "us" },
    thread: { says: { ko: "스레드 시작 + join (Python)", en: "thread start + join (Python)" }, unit: "us" },
    forkLarge: {
      says: { ko: "fork + wait, 메모리 256MiB를 쓴 뒤", en: "fork + wait, 256 MiB touched" },
      unit: "us",
    },
  },
  conclusions: [
    {
      id: "node-worker-is-cheaper",
      says: {
        ko: "Node 워커는 Node 프로세스보다 빨리 만들어지고 끝납니다.",
        en: "A Node worker comes and goes faster than a Node process.",
      },
      holds: "always",
      needs: ["nodeProcess", "nodeWorker"],
      check: ({ nodeProcess, nodeWorker }) => nodeWorker! < nodeProcess!,
      otherwise: {
        ko: "둘 다 자바스크립트 엔진을 새로 띄우므로 차이는 몇 배뿐이고, 바쁜 기계에서는 뒤집히기도 합니다.",
        en: "Both bring up a JavaScript engine, so the difference is only some times over, and a busy machine may turn it round.",
      },
    },
    {
      id: "thread-three-times-cheaper",
      says: {
        ko: "fork는 스레드를 만드는 것보다 3배 이상 걸립니다.",
        en: "A fork takes at least 3 times as long as a thread.",
      },
      holds: "always",
      needs: ["fork", "thread"],
      check: ({ fork, thread }) => fork! >= 3 * thread!,
      otherwise: busy,
    },
    {
      id: "memory-makes-fork-dearer",
      says: {
        ko: "부모가 메모리를 많이 써 두었으면 fork는 더 비싸집니다 (256MiB에서 1.5배 이상).",
        en: "The more memory the parent has touched, the dearer the fork (at least 1.5 times with 256 MiB).",
      },
      holds: "always",
      needs: ["fork", "forkLarge"],
      check: ({ fork, forkLarge }) => forkLarge! >= 1.5 * fork!,
      otherwise: busy,
    },
    {
      id: "hundred-times-with-much-memory",
      says: {
        ko: "256MiB를 쓴 부모의 fork는 스레드를 만드는 것보다 100배 이상 걸립니다.",
        en: "With 256 MiB touched, a fork takes at least 100 times as long as a thread.",
      },
      holds: "always",
      needs: ["thread", "forkLarge"],
      check: ({ thread, forkLarge }) => forkLarge! >= 100 * thread!,
      otherwise: busy,
    },
  ],
  size: { starts: 3, forks: 20, megabytes: 256 },
  prepare: async ({ starts, forks, megabytes }) => {
    // Its own path: what is called python3 may be a script that looks for it, at each start.
    const interpreter = await output("python3", ["-c", "import os, sys; os.fork; print(sys.executable)"]).then(
      (path) => path.trim(),
      () => "",
    );
    const forkable = interpreter !== "";
    return {
      missing: forkable
        ? []
        : [
            {
              ko: "fork를 부를 수 있는 python3가 없어 fork와 맨 스레드는 재지 못했습니다. Node는 fork를 부르지 않습니다.",
              en: "There is no python3 with fork here, so fork and bare threads are not measured; Node itself does not call fork.",
            },
          ],
      run: async () => {
        const nodeProcess = await times(starts, () => inProcess({ role: "nothing" }));
        const nodeWorker = await times(starts, () => inWorker({ role: "nothing" }));
        const node: Sample = { nodeProcess, nodeWorker };
        if (!forkable) return node;
        const printed = await output(interpreter, ["-c", python, String(forks), String(megabytes)]);
        const [fork, thread, forkLarge] = printed.trim().split(" ").map(Number);
        return { ...node, fork: fork!, thread: thread!, forkLarge: forkLarge! };
      },
    };
  },
};

async function times(count: number, work: () => Promise<unknown>): Promise<number> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    const from = performance.now();
    await work();
    found.push(performance.now() - from);
  }
  return median(found);
}
