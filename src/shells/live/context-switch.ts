/**
 * What a context switch costs: two threads, or two processes, on one processor hand a byte to and fro through named pipes, and each
 * must wait for the other. The same calls without anybody to wait for are measured beside it; what is left is the switch. It needs
 * taskset(1) and mkfifo(1), so Linux. The indirect cost (caches that the other displaced) is not in it.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Measurement, Sample } from "./measurement.ts";
import { has, inProcess, output } from "./probe.ts";

interface HandOver {
  /** Of one hand-over: half of the way there and back. */
  readonly ns: number;
  /** Of one side, of its own accord and not. */
  readonly switches: number;
  readonly hands: number;
}

export const contextSwitch: Measurement<{ readonly hands: number }> = {
  name: "context-switch",
  about: {
    ko: "CPU 하나에 묶은 스레드 둘, 프로세스 둘이 번갈아 돌 때 문맥 교환의 비용",
    en: "what a context switch costs, between two threads and two processes pinned to one processor",
  },
  claims: [
    "context-switch.thread-switch-free",
    "context-switch.not-mode-switch",
    "context-switch.same-process-cheaper-state",
    "process-thread.thread-always-faster",
  ],
  quantities: {
    parent: { says: { ko: "getppid 한 번 (모드 전환만)", en: "one getppid (mode switch only)" }, unit: "us" },
    calls: { says: { ko: "파이프에 쓰고 읽기, 혼자서", en: "write and read a pipe, alone" }, unit: "us" },
    threads: { says: { ko: "스레드끼리 넘기기", en: "hand-over between threads" }, unit: "us" },
    processes: { says: { ko: "프로세스끼리 넘기기", en: "hand-over between processes" }, unit: "us" },
    switches: { says: { ko: "넘길 때마다 문맥 교환 수", en: "context switches per hand-over" }, unit: "" },
  },
  conclusions: [
    {
      id: "threads-are-not-free",
      says: {
        ko: "같은 프로세스의 스레드에게 넘기는 것도 같은 시스템 콜을 혼자 부르는 것보다 오래 걸립니다. 그 차이가 문맥 교환입니다.",
        en: "Handing over to a thread of the same process takes longer than the same system calls alone; the difference is the switch.",
      },
      holds: "always",
      needs: ["calls", "threads"],
      check: ({ calls, threads }) => threads! > 1.1 * calls!,
      otherwise: {
        ko: "차이가 1마이크로초쯤이라, 재는 동안 다른 프로그램이 같은 CPU를 쓰면 묻힙니다.",
        en: "The difference is about a microsecond; another program on the same processor drowns it.",
      },
    },
    {
      id: "threads-cost-like-processes",
      says: {
        ko: "스레드끼리와 프로세스끼리의 차이는 2배가 되지 않습니다.",
        en: "Between threads and between processes the difference is less than 2 times.",
      },
      holds: "always",
      needs: ["threads", "processes"],
      check: ({ threads, processes }) => threads! < 2 * processes! && processes! < 2 * threads!,
      otherwise: {
        ko: "프로세서에 따라 다릅니다. TLB에 태그(PCID, ASID)가 없거나 취약점 완화가 켜져 있으면 주소 공간을 바꾸는 쪽이 더 비쌉니다. 다른 프로그램이 한쪽만 방해했을 수도 있습니다.",
        en: "It depends on the processor: without tags in the TLB (PCID, ASID), or with mitigations on, changing the address space is dearer. Or other programs disturbed one of the two.",
      },
    },
    {
      id: "more-than-a-mode-switch",
      says: {
        ko: "넘기기 한 번은 커널에 들어갔다 나오기만 하는 시스템 콜보다 3배 이상 걸립니다.",
        en: "A hand-over takes at least 3 times as long as a system call that goes into the kernel and comes back.",
      },
      holds: "always",
      needs: ["parent", "threads"],
      check: ({ parent, threads }) => threads! >= 3 * parent!,
      otherwise: {
        ko: "가상 머신이나 샌드박스에서는 시스템 콜 자체가 비싸 차이가 줄어듭니다.",
        en: "In some virtual machines and sandboxes a system call itself is dear, which makes the difference smaller.",
      },
    },
    {
      id: "one-switch-each",
      says: {
        ko: "넘길 때마다 문맥 교환이 한 번쯤 일어납니다 (0.8에서 1.3).",
        en: "Each hand-over is about one context switch (0.8 to 1.3).",
      },
      holds: "always",
      needs: ["switches"],
      check: ({ switches }) => switches! > 0.8 && switches! < 1.3,
      otherwise: {
        ko: "같은 CPU를 쓰려는 다른 프로그램이 많으면 선점이 더해져 늘어납니다.",
        en: "Other programs that want the same processor add preemptions.",
      },
    },
  ],
  size: { hands: 10_000 },
  prepare: async ({ hands }) => {
    const pinned = (await has("taskset", ["-V"])) && (await has("mkfifo", ["--version"]));
    if (!pinned)
      return {
        missing: [
          {
            ko: "스레드를 CPU 하나에 묶는 taskset과 mkfifo가 없어(리눅스의 도구입니다) 재지 못했습니다.",
            en: "taskset and mkfifo, which pin to one processor and make pipes, are not here (they are Linux's); not measured.",
          },
        ],
        run: async () => ({}),
      };
    const folder = mkdtempSync(join(tmpdir(), "viva-live-"));
    const [left, right] = [join(folder, "left"), join(folder, "right")];
    await output("mkfifo", [left, right]);
    const pin = ["taskset", "-c", String(allowedProcessor())];
    return {
      missing: [],
      close: () => rmSync(folder, { recursive: true, force: true }),
      run: async (): Promise<Sample> => {
        const alone = await inProcess<{ ns: number; parent: number }>(
          { role: "callsAlone", pipe: left, times: hands },
          pin,
        );
        const threads = await inProcess<HandOver>({ role: "handOverThreads", left, right, hands }, pin);
        const [processes] = await Promise.all([
          inProcess<HandOver>({ role: "handOver", input: left, output: right, hands, first: true }, pin),
          inProcess<HandOver>({ role: "handOver", input: right, output: left, hands, first: false }, pin),
        ]);
        return {
          parent: alone.parent / 1000,
          calls: alone.ns / 1000,
          threads: threads.ns / 1000,
          processes: processes.ns / 1000,
          switches: threads.switches / threads.hands,
        };
      },
    };
  },
};

/** The last processor that this process may run on: the first one often has the interrupts. */
function allowedProcessor(): number {
  const [, list] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Number(/\d+$/.exec(list ?? "0")?.[0] ?? 0);
}
