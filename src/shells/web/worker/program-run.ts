/**
 * One order of the steps of a thread program, as the Threads page shows it: each step in words, everything shared before and after it,
 * where each thread stands, and who may go next. Stepped on the machine itself; nothing of the program is run in the page.
 */

import { finalOf } from "../../../engine/explore/state-graph.ts";
import { evaluate } from "../../../engine/machine/formula.ts";
import { slot, status } from "../../../engine/machine/layout.ts";
import { Machine } from "../../../engine/machine/machine.ts";
import { failureOf, narrate, waitsFor } from "../../../engine/machine/narrate.ts";
import { type MemoryModel, type Program, textOf } from "../../../engine/machine/program.ts";
import { particles } from "../../../lab/particles.ts";
import type { Text } from "../../../lab/text.ts";
import { compile } from "../../../language/compile.ts";
import type { LanguageProblem } from "../../../language/problem.ts";
import { stepLine } from "../../../views/step-words.ts";
import { actionOf } from "../../../views/timeline.ts";
import type {
  OptionView,
  ProgramProblem,
  ProgramRunView,
  ProgramStateView,
  ProgramStepView,
} from "./threads-protocol.ts";

/** Steps of a schedule that are looked at: more is no order that one reads. */
const mostSteps = 2_000;

export function programRunView(source: string, model: MemoryModel, schedule: readonly number[]): ProgramRunView {
  const compiled = compile(source);
  if (!("program" in compiled)) return notRun(compiled.problems.map((one) => problemView(source, one)));
  return new Replay(compiled.program, model).follow(schedule);
}

const notRun = (problems: readonly ProgramProblem[]): ProgramRunView => ({
  problems,
  threads: [],
  steps: [],
  states: [],
  places: [],
  options: [],
  over: null,
  failed: [],
  text: { ko: "", en: "" },
});

/** The rest of the line is marked, or the one character where the line ends there. */
function problemView(source: string, { line, column, says }: LanguageProblem): ProgramProblem {
  const lines = source.split(/\r\n|\r|\n/);
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length, 0);
  // The lengths of the line ends: each is one or two characters.
  const ends = [...source.matchAll(/\r\n|\r|\n/g)].slice(0, line - 1).reduce((sum, [end]) => sum + end.length, 0);
  const start = before + ends + column - 1;
  const word = /^[\p{L}\p{N}_$]+/u.exec(source.slice(start))?.[0].length ?? 1;
  return {
    start,
    end: Math.min(source.length, start + word),
    line,
    column,
    words: { ko: particles(says.ko), en: says.en },
  };
}

class Replay {
  readonly #machine: Machine;
  /** The state, and behind it room for the state before a step and for a look at the next one. */
  readonly #S: Int32Array;
  readonly #size: number;

  constructor(program: Program, model: MemoryModel) {
    this.#machine = new Machine(program, model);
    this.#size = this.#machine.layout.size;
    this.#S = new Int32Array(3 * this.#size);
    this.#machine.begin(this.#S, 0);
  }

  /** Makes the steps of the schedule, up to the first that cannot be made. */
  follow(schedule: readonly number[]): ProgramRunView {
    const machine = this.#machine;
    const steps: ProgramStepView[] = [];
    const states = [this.#state()];
    const places = [this.#places()];
    const options = [this.#options()];
    for (const actor of schedule.slice(0, mostSteps)) {
      if (!Number.isInteger(actor) || actor < 0 || actor >= machine.layout.actors) break;
      if (!machine.enabled(this.#S, 0, actor)) break;
      steps.push(this.#step(actor, 0));
      this.#S.copyWithin(0, 2 * this.#size, 3 * this.#size);
      states.push(this.#state());
      places.push(this.#places());
      options.push(this.#options());
    }
    const over = this.#over();
    const threads = this.#threads();
    return {
      problems: [],
      threads,
      steps,
      states,
      places,
      options,
      over,
      failed: this.#failedLines(over),
      text: textTwin(threads, steps),
    };
  }

  /** The step that an actor makes from the state at `base`; the state after it is left in the room for looks. */
  #step(actor: number, base: number): ProgramStepView {
    const machine = this.#machine;
    const S = this.#S;
    const look = 2 * this.#size;
    const thread = machine.ownerOf(actor);
    const { line } = textOf(machine.program, S[machine.thread(base, thread) + slot.pc]!);
    S.copyWithin(look, base, base + this.#size);
    machine.step(S, look, actor);
    const action = actionOf(narrate(machine, S, base, look, actor, machine.woke));
    const writes = action !== null && action.kind !== "read" && action.kind !== "compute";
    const words: Text = action
      ? { ko: stepLine(action, "ko"), en: stepLine(action, "en") }
      : { ko: "새 스레드 시작", en: "starts a thread" };
    return { thread, line, words, writes };
  }

  /** Threads that have begun: spawned ones appear when they do. */
  #threads(): { name: string; code: string }[] {
    const machine = this.#machine;
    const shown: { name: string; code: string }[] = [];
    for (let thread = 0; thread < machine.layout.threads; thread++) {
      const at = machine.thread(0, thread);
      if (this.#S[at + slot.status] === status.absent) break;
      const entry = machine.program.threads[thread]?.entry;
      shown.push({ name: `T${thread}`, code: entry === undefined ? "" : machine.program.entries[entry]!.name });
    }
    return shown;
  }

  #state(): ProgramStateView {
    const machine = this.#machine;
    const S = this.#S;
    const { program, layout } = machine;
    const name = (thread: number): string => `T${thread}`;
    const locks = program.objects.map((object, number) => {
      const at = layout.objectAt[number]!;
      const waiting: string[] = [];
      for (let thread = 0; thread < layout.threads; thread++) {
        const now = S[machine.thread(0, thread) + slot.status]!;
        if (now === status.ended || now === status.failed || now === status.absent) continue;
        if (machine.enabled(S, 0, thread)) continue;
        const on = waitsFor(machine, S, 0, thread);
        const what = on.what === "lock" ? on.lock : "name" in on ? on.name : null;
        if (what === object.name) waiting.push(name(thread));
      }
      const owner = S[at]! > 0 ? name(S[at]! - 1) : null;
      const holder =
        object.kind === "mutex"
          ? owner
          : object.kind === "semaphore" || object.kind === "barrier"
            ? String(S[at]!)
            : object.kind === "rwlock"
              ? (owner ?? (S[at + 1]! > 0 ? `R${S[at + 1]}` : null))
              : null;
      return { name: object.name, holder, waiting };
    });
    return {
      cells: program.cells.map(({ name: cell }, number) => ({ name: cell, value: String(S[number]!) })),
      locks,
      buffers: this.#buffers(),
      returned: finalOf(machine, S, 0).results.map((value) => (value === null ? null : String(value))),
    };
  }

  #buffers(): { thread: number; writes: string[] }[] {
    const machine = this.#machine;
    if (machine.layout.bufferSize === 0) return [];
    return machine.program.threads.map((_, thread) => {
      const at = machine.buffer(0, thread);
      const writes = Array.from({ length: this.#S[at]! }, (__, entry) => {
        const cell = machine.program.cells[this.#S[at + 1 + 2 * entry]!]!;
        return `${cell.name} = ${this.#S[at + 2 + 2 * entry]}`;
      });
      return { thread, writes };
    });
  }

  #places(): { thread: number; line: number | null }[] {
    const machine = this.#machine;
    return this.#threads().map((_, thread) => {
      const at = machine.thread(0, thread);
      const now = this.#S[at + slot.status];
      const gone = now === status.ended;
      return { thread, line: gone ? null : textOf(machine.program, this.#S[at + slot.pc]!).line };
    });
  }

  #options(): OptionView[] {
    const machine = this.#machine;
    const S = this.#S;
    const shown: OptionView[] = [];
    this.#threads().forEach((_, thread) => {
      const at = machine.thread(0, thread);
      const now = S[at + slot.status];
      if (now === status.ended || now === status.failed) {
        const failure = failureOf(machine, S, 0, thread);
        shown.push({ thread, pick: null, line: failure?.line ?? null, words: endWords(failure), ended: true });
        return;
      }
      const can = machine.enabled(S, 0, thread);
      const { line, text } = textOf(machine.program, S[at + slot.pc]!);
      if (can) {
        const step = this.#step(thread, 0);
        shown.push({ thread, pick: thread, line, words: placed(line, step.words), ended: false });
      } else
        shown.push({
          thread,
          pick: null,
          line,
          words: { ko: `${line}번째 줄에서 기다리는 중: ${text}`, en: `waiting in line ${line}: ${text}` },
          ended: false,
        });
    });
    for (let actor = machine.layout.threads; actor < machine.layout.actors; actor++) {
      if (!machine.enabled(S, 0, actor)) continue;
      const { thread, words } = this.#step(actor, 0);
      shown.push({ thread, pick: actor, line: null, words, ended: false });
    }
    return shown;
  }

  #over(): ProgramRunView["over"] {
    const machine = this.#machine;
    for (let actor = 0; actor < machine.layout.actors; actor++) if (machine.enabled(this.#S, 0, actor)) return null;
    if (!machine.isOver(this.#S, 0)) return "deadlock";
    return this.#failedLines("done").length > 0 ? "failed" : "done";
  }

  /** Lines of asserts that failed: of those in threads at any time, of those after `run` when all have ended. */
  #failedLines(over: ProgramRunView["over"]): number[] {
    const machine = this.#machine;
    const inThreads = this.#threads().flatMap((_, thread) => failureOf(machine, this.#S, 0, thread)?.line ?? []);
    if (over === null || over === "deadlock") return inThreads;
    const final = finalOf(machine, this.#S, 0);
    const after = machine.program.assertions.flatMap(({ formula, place }) =>
      evaluate(formula, final) ? [] : [place.line],
    );
    return [...inThreads, ...after];
  }
}

const placed = (line: number, words: Text): Text => ({
  ko: `${line}번째 줄, ${words.ko}`,
  en: `line ${line}, ${words.en}`,
});

const endWords = (failure: { readonly why: string } | null): Text =>
  failure ? { ko: `멈춤: ${failure.why}`, en: `stopped: ${failure.why}` } : { ko: "끝남", en: "ended" };

/** The order as text: a line a step, in columns by thread. */
function textTwin(threads: readonly { readonly name: string }[], steps: readonly ProgramStepView[]): Text {
  const inLanguage = (language: "ko" | "en"): string =>
    steps
      .map(({ thread, line, words }, index) => {
        const place = language === "ko" ? `${line}번째 줄` : `line ${line}`;
        return `${String(index + 1).padStart(3)}  ${threads[thread]!.name}  ${words[language]}  (${place})`;
      })
      .join("\n");
  return { ko: inLanguage("ko"), en: inLanguage("en") };
}
