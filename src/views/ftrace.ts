/**
 * The schedule as Linux prints it: the text of ftrace's events sched_switch, sched_wakeup and sched_wakeup_new (Documentation/trace/ftrace.rst,
 * include/trace/events/sched.h), which trace-cmd, Perfetto and the usual scripts read. Thread n of a host is process n + 1, since 0 is the
 * idle task; a second host begins at 1001, a third at 2001. Priorities are those of nice 0.
 */
import type { HostId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";

const header = (entries: number, cpus: number): string[] => [
  "# tracer: nop",
  "#",
  `# entries-in-buffer/entries-written: ${entries}/${entries}   #P:${cpus}`,
  "#",
  "#                                _-----=> irqs-off/BH-disabled",
  "#                               / _----=> need-resched",
  "#                              | / _---=> hardirq/softirq",
  "#                              || / _--=> preempt-depth",
  "#                              ||| / _-=> migrate-disable",
  "#                              |||| /     delay",
  "#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION",
  "#              | |         |   |||||     |         |",
];

interface Task {
  readonly comm: string;
  readonly pid: number;
}

/** The whole file, ending with a line break. */
export function ftrace(trace: Trace): string {
  const hosts = [...new Set(trace.of("thread.spawned").map((event) => event.host!))];
  const names = new Map<string, Task>();
  const task = (host: HostId, thread: number): Task => {
    const key = `${host} ${thread}`;
    const known = names.get(key);
    return known ?? { comm: `T${thread}`, pid: hosts.indexOf(host) * 1_000 + thread + 1 };
  };
  const idle = (cpu: number): Task => ({ comm: `swapper/${cpu}`, pid: 0 });
  /** Whom each CPU runs; and how each thread that is not ready is: waiting, or dead. */
  const running = new Map<string, Task>();
  const state = new Map<string, "S" | "X">();
  const lastCpu = new Map<number, number>();
  const lines: string[] = [];
  let cpus = 1;

  const write = (by: Task, cpu: number, at: number, what: string): void => {
    const who = `${by.pid === 0 ? "<idle>" : by.comm}-${by.pid}`;
    const name = who.slice(0, who.lastIndexOf("-")).padStart(16);
    const pid = who.slice(who.lastIndexOf("-") + 1).padEnd(7);
    const time = `${Math.floor(at / 1e9)}.${String(Math.floor((at % 1e9) / 1e3)).padStart(6, "0")}`;
    lines.push(`${name}-${pid} [${String(cpu).padStart(3, "0")}] d..2. ${time.padStart(12)}: ${what}`);
  };

  for (const event of trace.events) {
    const host = event.host;
    if (host === null) continue;
    const on = (cpu: number): string => `${host} ${cpu}`;
    const change = (cpu: number, next: Task): void => {
      cpus = Math.max(cpus, cpu + 1);
      const before = running.get(on(cpu)) ?? idle(cpu);
      if (before.pid === next.pid) return;
      const prevState = before.pid === 0 ? "R" : (state.get(`${host} ${before.pid}`) ?? "R+");
      running.set(on(cpu), next);
      if (next.pid !== 0) lastCpu.set(next.pid, cpu);
      write(
        before,
        cpu,
        event.at,
        `sched_switch: prev_comm=${before.comm} prev_pid=${before.pid} prev_prio=120 prev_state=${prevState} ==> next_comm=${next.comm} next_pid=${next.pid} next_prio=120`,
      );
    };
    const wake = (thread: number, name: "sched_wakeup" | "sched_wakeup_new"): void => {
      const one = task(host, thread);
      state.delete(`${host} ${one.pid}`);
      const cpu = lastCpu.get(one.pid) ?? 0;
      write(
        running.get(on(cpu)) ?? idle(cpu),
        cpu,
        event.at,
        `${name}: comm=${one.comm} pid=${one.pid} prio=120 target_cpu=${String(cpu).padStart(3, "0")}`,
      );
    };
    switch (event.kind) {
      case "thread.spawned": {
        const pid = hosts.indexOf(host) * 1_000 + event.thread + 1;
        // A comm has at most 15 bytes, and the readers of this text split at spaces.
        names.set(`${host} ${event.thread}`, { comm: event.name.replace(/[^\x21-\x7e]/g, "_").slice(0, 15), pid });
        wake(event.thread, "sched_wakeup_new");
        break;
      }
      case "thread.woken":
        wake(event.thread, "sched_wakeup");
        break;
      case "thread.blocked":
        state.set(`${host} ${task(host, event.thread).pid}`, "S");
        break;
      case "thread.ended":
        state.set(`${host} ${task(host, event.thread).pid}`, "X");
        break;
      case "thread.switch":
        change(event.cpu, task(host, event.in));
        break;
      case "cpu.resumed":
        change(event.cpu, task(host, event.thread));
        break;
      case "cpu.idle":
        change(event.cpu, idle(event.cpu));
        break;
    }
  }
  return `${[...header(lines.length, cpus), ...lines].join("\n")}\n`;
}
