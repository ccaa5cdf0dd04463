/**
 * Writes instructions: the code buffer with a place for each, constants, registers by stack discipline, and jumps whose targets are
 * not known yet. It knows integers only; what they mean is in `engine/machine/program.ts`.
 */
import { op, type Place, width } from "../engine/machine/program.ts";
import { Refusal } from "./problem.ts";

/** Instructions of one program after all calls are written out. */
const mostInstructions = 20_000;
const mostRegisters = 256;

export class Emitter {
  readonly code: number[] = [];
  readonly places: Place[] = [];
  readonly constants: number[] = [];
  readonly #constantAt = new Map<number, number>();
  readonly #source: string;
  readonly #lineStarts: number[] = [0];
  #place: Place = { line: 1, from: 0, to: 0 };
  /** Registers in use; the next free one. */
  top = 0;
  /** The most registers that were in use at once. */
  registers = 0;

  constructor(source: string) {
    this.#source = source;
    for (const { index, 0: end } of source.matchAll(/\r\n|\r|\n/g)) this.#lineStarts.push(index + end.length);
  }

  /** What follows stands at `at`, in a statement that reaches from `from` to `to`. */
  standAt(at: number, from: number, to: number): void {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStarts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    const end = this.#source[to - 1] === ";" ? to - 1 : to;
    this.#place = { line: low + 1, from, to: end };
  }

  get place(): Place {
    return this.#place;
  }

  /** The line of what follows, in the same statement. */
  lineAt(at: number): void {
    this.standAt(at, this.#place.from, this.#place.to);
  }

  /** The offset of the next instruction. */
  get here(): number {
    return this.code.length;
  }

  /** Appends an instruction and returns its offset. @throws Refusal when the program becomes too long */
  emit(operation: number, ...operands: readonly number[]): number {
    const at = this.code.length;
    if (at >= mostInstructions * width)
      throw new Refusal(this.#place.from, {
        ko: `프로그램이 너무 깁니다. 함수 호출을 펼친 뒤 명령 ${mostInstructions}개까지입니다.`,
        en: `The program is too long: at most ${mostInstructions} instructions once calls are written out.`,
      });
    this.code.push(operation, ...operands);
    while (this.code.length < at + width) this.code.push(0);
    this.places.push(this.#place);
    return at;
  }

  /** Sets the target of a jump that was emitted before. */
  patch(jump: number, target = this.here): void {
    this.code[jump + 1] = target;
  }

  /** The operand that stands for a number. */
  constant(value: number): number {
    let at = this.#constantAt.get(value);
    if (at === undefined) {
      at = this.constants.push(value) - 1;
      this.#constantAt.set(value, at);
    }
    return ~at;
  }

  /** A constant operand's number; null for a register. */
  known(operand: number): number | null {
    return operand < 0 ? this.constants[~operand]! : null;
  }

  /** @throws Refusal when a thread needs too many */
  register(count = 1): number {
    const first = this.top;
    this.top += count;
    this.registers = Math.max(this.registers, this.top);
    if (this.top > mostRegisters)
      throw new Refusal(this.#place.from, {
        ko: `한 스레드의 지역 변수가 너무 많습니다. 배열의 칸까지 세어 ${mostRegisters}개까지입니다.`,
        en: `One thread has too many local variables: at most ${mostRegisters}, elements of arrays counted.`,
      });
    return first;
  }

  move(to: number, value: number): void {
    if (to !== value) this.emit(op.move, to, value);
  }
}
