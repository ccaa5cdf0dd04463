/**
 * Wakeup trees: what is still to be explored from a node, as sequences of steps that begin alike where they can [Abdulla, Aronis,
 * Jonsson, Sagonas: Source sets, JACM 2017, section 6]. A sequence is inserted only where no sequence in the tree already leads to an
 * equivalent execution. Nodes lie in arrays and are used again.
 */

/** A sequence of steps: who makes each, and what it touches (see `Machine.touch`). */
export class Sequence {
  length = 0;
  actors = new Int32Array(64);
  touches = new Int32Array(64);
  touches2 = new Int32Array(64);

  clear(): void {
    this.length = 0;
  }

  push(actor: number, touch: number, touch2: number): void {
    if (this.length === this.actors.length) {
      const grow = (old: Int32Array): Int32Array<ArrayBuffer> => {
        const larger = new Int32Array(old.length * 2);
        larger.set(old);
        return larger;
      };
      this.actors = grow(this.actors);
      this.touches = grow(this.touches);
      this.touches2 = grow(this.touches2);
    }
    this.actors[this.length] = actor;
    this.touches[this.length] = touch;
    this.touches2[this.length++] = touch2;
  }

  remove(at: number): void {
    const { actors, touches, touches2 } = this;
    const last = --this.length;
    for (let i = at; i < last; i++) {
      actors[i] = actors[i + 1]!;
      touches[i] = touches[i + 1]!;
      touches2[i] = touches2[i + 1]!;
    }
  }

  /**
   * Whether the actor's step can come first in some execution equivalent to one that begins with this sequence (it is a weak
   * initial): `independent` when nothing here depends on it, the place of its step when that depends on nothing before; else -2.
   */
  weakInitial(actor: number, touch: number, touch2: number): number {
    for (let i = 0; i < this.length; i++) {
      if (this.actors[i] === actor) return i;
      if (dependent(touch, touch2, this.touches[i]!, this.touches2[i]!)) return -2;
    }
    return independent;
  }
}

export const independent = -1;

/** Two touches of one thing, one of them a write; `untouched` is -1, and so of no thing that is ever written. */
const meet = (a: number, b: number): boolean => a >> 1 === b >> 1 && ((a | b) & 1) === 1 && a >= 0;

/** Two steps of different actors depend on each other when they touch the same thing and one writes to it. */
export function dependent(a: number, a2: number, b: number, b2: number): boolean {
  if (meet(a, b)) return true;
  if (a2 < 0 && b2 < 0) return false;
  return meet(a, b2) || meet(a2, b) || meet(a2, b2);
}

export class WakeupTrees {
  #actors = new Int32Array(1024);
  #touches = new Int32Array(1024);
  #touches2 = new Int32Array(1024);
  #children = new Int32Array(1024);
  #siblings = new Int32Array(1024);
  /** Nodes that are free, linked by `#siblings`; 0 is no node. */
  #free = 0;
  #used = 1;

  actor(node: number): number {
    return this.#actors[node]!;
  }
  /** The first of the branches below a node; 0: none. */
  children(node: number): number {
    return this.#children[node]!;
  }
  sibling(node: number): number {
    return this.#siblings[node]!;
  }

  /** Gives the node back; what hangs on it is the caller's. */
  release(node: number): void {
    this.#siblings[node] = this.#free;
    this.#free = node;
  }

  /**
   * Inserts a sequence (which is used up) into the tree whose first branch is `first`, and returns the first branch of the tree.
   * Nothing is inserted where the tree has a leaf that leads to the same.
   */
  insert(first: number, sequence: Sequence): number {
    let parent = 0;
    let branches = first;
    descend: for (;;) {
      let last = 0;
      for (let node = branches; node !== 0; node = this.#siblings[node]!) {
        last = node;
        const place = sequence.weakInitial(this.#actors[node]!, this.#touches[node]!, this.#touches2[node]!);
        if (place < independent || (place >= 0 && !this.#isInitial(sequence, place))) continue;
        if (place >= 0) sequence.remove(place);
        if (this.#children[node] === 0 || sequence.length === 0) return first;
        parent = node;
        branches = this.#children[node]!;
        continue descend;
      }
      const chain = this.#chain(sequence);
      if (last !== 0) this.#siblings[last] = chain;
      else if (parent !== 0) this.#children[parent] = chain;
      else return chain;
      return first;
    }
  }

  /** Whether the step at `place`, as it is in the sequence, depends on nothing before it there. */
  #isInitial(sequence: Sequence, place: number): boolean {
    const { touches, touches2 } = sequence;
    for (let i = 0; i < place; i++)
      if (dependent(touches[place]!, touches2[place]!, touches[i]!, touches2[i]!)) return false;
    return true;
  }

  #chain(sequence: Sequence): number {
    let below = 0;
    for (let i = sequence.length - 1; i >= 0; i--) {
      const node = this.#take();
      this.#actors[node] = sequence.actors[i]!;
      this.#touches[node] = sequence.touches[i]!;
      this.#touches2[node] = sequence.touches2[i]!;
      this.#children[node] = below;
      this.#siblings[node] = 0;
      below = node;
    }
    return below;
  }

  #take(): number {
    if (this.#free !== 0) {
      const node = this.#free;
      this.#free = this.#siblings[node]!;
      return node;
    }
    if (this.#used === this.#actors.length) this.#grow();
    return this.#used++;
  }

  #grow(): void {
    const larger = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const array = new Int32Array(old.length * 2);
      array.set(old);
      return array;
    };
    this.#actors = larger(this.#actors);
    this.#touches = larger(this.#touches);
    this.#touches2 = larger(this.#touches2);
    this.#children = larger(this.#children);
    this.#siblings = larger(this.#siblings);
  }
}
