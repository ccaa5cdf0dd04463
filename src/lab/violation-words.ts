/** What is wrong with a thread program and how it comes about, in words: for the terminal and for the page. */
import type { Violation } from "../engine/explore/exploration.ts";
import { slot } from "../engine/machine/layout.ts";
import type { Machine } from "../engine/machine/machine.ts";
import { narrate } from "../engine/machine/narrate.ts";
import { textOf } from "../engine/machine/program.ts";
import type { Happening, ThreadId, WaitsFor } from "../engine/trace/happening.ts";
import { particles } from "./particles.ts";
import { fill, same, type Text } from "./text.ts";

/** One step of a schedule: who, where in the program, and what it did. */
export interface StepWords {
  readonly thread: ThreadId;
  readonly line: number;
  /** The statement, as it is written. */
  readonly text: string;
  readonly does: Text;
}

/** The violation in a sentence. */
export function sayViolation(machine: Machine, { wrong }: Violation): Text {
  switch (wrong.kind) {
    case "assertion":
      return fill(
        { ko: "확인 실패 ({line}번째 줄): {message}", en: "assertion failed (line {line}): {message}" },
        { line: wrong.line, message: wrong.message },
      );
    case "error":
      return fill(
        { ko: "T{thread}의 오류 ({line}번째 줄): {message}", en: "error in T{thread} (line {line}): {message}" },
        { ...wrong, message: errors[wrong.message] ?? same(wrong.message) },
      );
    case "deadlock": {
      const waits = wrong.waits.map(({ thread, on }) => fill(waiting(on), { thread }));
      const list = { ko: waits.map(({ ko }) => ko).join(", "), en: waits.map(({ en }) => en).join(", ") };
      const cycle = wrong.cycle.length > 1;
      return fill(
        cycle
          ? { ko: "교착 상태 (서로 기다림): {list}", en: "deadlock (a cycle): {list}" }
          : { ko: "영원히 멈춤: {list}", en: "deadlock (nobody will wake them): {list}" },
        { list },
      );
    }
    case "race": {
      const [a, b] = wrong.accesses.map(({ thread, pc, writes }) => ({
        who: `T${thread}`,
        line: textOf(machine.program, pc).line,
        does: writes ? { ko: "쓰기", en: "writes" } : { ko: "읽기", en: "reads" },
      }));
      return fill(
        {
          ko: "데이터 경쟁: {who} {line}번째 줄의 {cell} {does}와 {who2} {line2}번째 줄의 {does2} 사이에 순서를 정하는 락이나 신호가 없습니다.",
          en: "data race: {who} {does} {cell} at line {line} and {who2} {does2} it at line {line2}; no lock or signal orders the two.",
        },
        { ...a!, cell: wrong.cell, who2: b!.who, line2: b!.line, does2: b!.does },
      );
    }
  }
}

/** The steps of a schedule in words; `spurious` as it was explored. */
export function scheduleWords(machine: Machine, schedule: readonly number[], spurious = 0): StepWords[] {
  const { size, threads } = machine.layout;
  const S = new Int32Array(2 * size);
  machine.begin(S, 0, spurious);
  const buffered: { thread: number; cell: string; pc: number }[] = [];
  return schedule.map((actor) => {
    S.copyWithin(size, 0, size);
    machine.step(S, 0, actor);
    const what = narrate(machine, S, size, 0, actor, machine.woke);
    const thread = machine.ownerOf(actor);
    let pc = S[machine.thread(size, thread) + slot.pc]!;
    if (what.kind === "store.buffered") buffered.push({ thread, cell: what.cell, pc });
    if (actor >= threads && what.kind === "store.flushed") {
      const at = buffered.findIndex((one) => one.thread === thread && one.cell === what.cell);
      if (at >= 0) pc = buffered.splice(at, 1)[0]!.pc;
    }
    return { thread, ...textOf(machine.program, pc), does: does(what) };
  });
}

function waiting(on: WaitsFor): Text {
  switch (on.what) {
    case "lock":
      return fill(
        {
          ko: "T{thread}은(는) T{owner}이(가) 쥔 {lock}을(를) 기다림",
          en: "T{thread} waits for {lock}, held by T{owner}",
        },
        { lock: on.lock, owner: on.owner },
      );
    case "thread":
      return fill(
        { ko: "T{thread}은(는) T{other}이(가) 끝나기를 기다림", en: "T{thread} waits for T{other} to end" },
        { other: on.thread },
      );
    case "condition":
      return fill(
        { ko: "T{thread}은(는) {name}의 신호를 기다림", en: "T{thread} waits for a signal on {name}" },
        { name: on.name },
      );
    case "semaphore":
    case "barrier":
    case "cell":
      return fill({ ko: "T{thread}은(는) {name}을(를) 기다림", en: "T{thread} waits for {name}" }, { name: on.name });
    default:
      return { ko: "T{thread}은(는) 기다림", en: "T{thread} waits" };
  }
}

function does(what: Happening): Text {
  const text = (ko: string, en: string): Text => ({ ko: particles(ko), en });
  switch (what.kind) {
    case "cell.read":
      return text(`${what.cell} 읽기: ${what.value}`, `reads ${what.cell}: ${what.value}`);
    case "cell.written":
      return text(`${what.cell} 쓰기: ${what.was} → ${what.value}`, `writes ${what.cell}: ${what.was} → ${what.value}`);
    case "cell.updated":
      return what.changed
        ? same(`${what.operation} ${what.cell}: ${what.was} → ${what.value}`)
        : text(
            `${what.operation} ${what.cell}: 실패 (${what.was})`,
            `${what.operation} ${what.cell}: fails (${what.was})`,
          );
    case "store.buffered":
      return text(`${what.cell} = ${what.value}을(를) 버퍼에`, `${what.cell} = ${what.value} into its store buffer`);
    case "store.flushed":
      return text(`버퍼에서 메모리로: ${what.cell} = ${what.value}`, `flushes ${what.cell} = ${what.value} to memory`);
    case "lock.taken":
      return text(`${what.lock} 잡음`, `takes ${what.lock}`);
    case "lock.released":
      return text(`${what.lock} 놓음`, `releases ${what.lock}`);
    case "lock.refused":
      return text(`${what.lock} 놓기 거절 (EPERM)`, `may not release ${what.lock} (EPERM)`);
    case "lock.busy":
      return text(`${what.lock}은(는) 이미 잡혀 있음`, `finds ${what.lock} taken`);
    case "lock.shared":
      return text(`${what.lock} 읽기 락 (${what.readers})`, `takes ${what.lock} for reading (${what.readers})`);
    case "semaphore.down":
    case "semaphore.up":
      return same(`${what.semaphore}: ${what.count}`);
    case "condition.wait":
      return text(
        `${what.lock} 놓고 ${what.condition}에서 기다림`,
        `releases ${what.lock}, waits on ${what.condition}`,
      );
    case "condition.signal":
      return what.woken.length === 0
        ? text("기다리는 스레드가 없어 신호가 사라짐", "nobody waits: the signal is lost")
        : text(
            `${what.woken.map((one) => `T${one}`).join(", ")} 깨움`,
            `wakes ${what.woken.map((one) => `T${one}`).join(", ")}`,
          );
    case "condition.spurious":
      return text("신호 없이 깨어남", "wakes without a signal");
    case "barrier.arrived":
      return text(`${what.barrier}에 도착 (${what.arrived})`, `arrives at ${what.barrier} (${what.arrived})`);
    case "barrier.passed":
      return text(`${what.barrier} 통과`, `passes ${what.barrier}`);
    case "fence":
      return text("펜스", "fence");
    case "thread.spawned":
      return text(`T${what.thread} 시작`, `starts T${what.thread}`);
    case "thread.joined":
      return text(`T${what.joined}이(가) 끝남을 확인`, `sees that T${what.joined} has ended`);
    default:
      return same(what.kind);
  }
}

const errors: Readonly<Record<string, Text>> = {
  "a number left the range of 32 bits": { ko: "수가 32비트를 넘었습니다", en: "a number left the range of 32 bits" },
  "an index outside its array": { ko: "배열 밖의 칸", en: "an index outside its array" },
  "a division by zero": { ko: "0으로 나눔", en: "a division by zero" },
  "too many threads spawned": { ko: "스레드를 너무 많이 만듦", en: "too many threads spawned" },
  "wait(c, m) without holding m": { ko: "m을 쥐지 않고 wait(c, m)", en: "wait(c, m) without holding m" },
  "a loop without a shared step that does not end": {
    ko: "공유 단계가 없는 반복문이 끝나지 않음",
    en: "a loop without a shared step that does not end",
  },
};
