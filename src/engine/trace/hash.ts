/**
 * One byte string for one trace, and its SHA-256: how two machines find out that they saw the same run. Each value is its kind's
 * letter and its content; the keys of a record stand in code-unit order, so the order in which code wrote them does not matter.
 */
import { assert } from "../base/assert.ts";
import { encodeUtf8, toHex } from "../base/bytes.ts";
import { createSha256, type Hash } from "../base/crypto.ts";
import type { Trace } from "./trace.ts";

type Encodable =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Encodable[]
  | { readonly [key: string]: Encodable };

/** The canonical bytes of one value. Numbers are written as ECMAScript writes them, which is exact and the same everywhere. */
export function encodeCanonical(value: unknown): Uint8Array {
  const parts: (string | Uint8Array)[] = [];
  write(value as Encodable, parts);
  let length = 0;
  const encoded = parts.map((part) => {
    const bytes = typeof part === "string" ? encodeUtf8(part) : part;
    length += bytes.length;
    return bytes;
  });
  const out = new Uint8Array(length);
  let at = 0;
  for (const bytes of encoded) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

/**
 * SHA-256 over the canonical bytes of all events of `trace`, as 64 hexadecimal digits. Writes them one behind the other into a buffer that
 * is hashed whenever it is full; `encodeCanonical` is the plain way, and the test's oracle.
 */
export function traceHash(trace: Trace): string {
  const whole = hashing(trace, Number.POSITIVE_INFINITY).next();
  assert(whole.done === true, "a hash in one slice has no pauses");
  return whole.value;
}

/** The same in slices of `every` events, for who must hear other things in between; what is yielded is the number of events hashed. */
export function* hashing(trace: Trace, every: number): Generator<number, string, unknown> {
  const hash = createSha256();
  const writer = new CanonicalWriter(hash);
  let hashed = 0;
  for (const event of trace.events) {
    writer.write(event as unknown as Encodable);
    if (++hashed % every === 0) yield hashed;
  }
  writer.flush();
  return toHex(hash.digest());
}

class CanonicalWriter {
  readonly #hash: Hash;
  readonly #out = new Uint8Array(bufferBytes);
  #at = 0;
  /** The encoding of strings that come again and again: kinds, hosts, links, labels, keys. */
  readonly #texts = new Map<string, Uint8Array>();
  /** The keys of records in their order, by the keys as they stand in the record. */
  readonly #orders: { readonly given: readonly string[]; readonly sorted: readonly string[] }[] = [];

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  flush(): void {
    this.#hash.update(this.#out.subarray(0, this.#at));
    this.#at = 0;
  }

  write(value: Encodable): void {
    if (typeof value === "number") this.#number(value);
    else if (typeof value === "string") this.#text("s", value);
    else if (value === null) this.#ascii("z");
    else if (typeof value === "boolean") this.#ascii(value ? "t" : "f");
    else if (value instanceof Uint8Array) {
      this.#count("b", value.length);
      this.#bytes(value);
    } else if (Array.isArray(value)) {
      this.#count("a", value.length);
      for (const item of value as readonly Encodable[]) this.write(item);
    } else {
      const record = value as { readonly [key: string]: Encodable };
      const keys = this.#order(Object.keys(record).filter((key) => record[key] !== undefined));
      this.#count("o", keys.length);
      for (const key of keys) {
        this.#text("", key);
        this.write(record[key]!);
      }
    }
  }

  #order(given: readonly string[]): readonly string[] {
    for (const known of this.#orders) {
      if (known.given.length !== given.length) continue;
      let same = true;
      for (let i = 0; same && i < given.length; i++) same = given[i] === known.given[i];
      if (same) return known.sorted;
    }
    const sorted = [...given].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    if (this.#orders.length < mostOrders) this.#orders.push({ given, sorted });
    return sorted;
  }

  #number(value: number): void {
    assert(Number.isFinite(value), () => `a trace holds finite numbers only, not ${value}`);
    if (value >= 0 && value <= 0x7fff_ffff && value === (value | 0)) this.#count("n", value);
    else this.#ascii(`n${Object.is(value, -0) ? 0 : value};`);
  }

  /** A letter, a whole number from 0 to 2^31 - 1, a semicolon. */
  #count(letter: string, count: number): void {
    if (this.#at + 16 > bufferBytes) this.flush();
    const out = this.#out;
    let at = this.#at;
    out[at++] = letter.charCodeAt(0);
    let digits = 1;
    for (let power = 10; power <= count; power *= 10) digits++;
    let rest = count;
    for (let i = at + digits - 1; i >= at; i--) {
      const next = (rest / 10) | 0;
      out[i] = 48 + rest - 10 * next;
      rest = next;
    }
    at += digits;
    out[at++] = 59;
    this.#at = at;
  }

  #text(letter: string, text: string): void {
    let bytes = this.#texts.get(text);
    if (bytes === undefined) {
      bytes = encodeUtf8(`${text.length};${text}`);
      if (this.#texts.size >= mostTexts) this.#texts.clear();
      this.#texts.set(text, bytes);
    }
    if (letter !== "") this.#ascii(letter);
    this.#bytes(bytes);
  }

  #bytes(bytes: Uint8Array): void {
    if (this.#at + bytes.length > bufferBytes) this.flush();
    if (bytes.length > bufferBytes) {
      this.#hash.update(bytes);
      return;
    }
    this.#out.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #ascii(text: string): void {
    if (this.#at + text.length > bufferBytes) this.flush();
    for (let i = 0; i < text.length; i++) this.#out[this.#at++] = text.charCodeAt(i);
  }
}

function write(value: Encodable, out: (string | Uint8Array)[]): void {
  if (value === null) out.push("z");
  else if (typeof value === "boolean") out.push(value ? "t" : "f");
  else if (typeof value === "number") {
    assert(Number.isFinite(value), () => `a trace holds finite numbers only, not ${value}`);
    out.push(`n${Object.is(value, -0) ? 0 : value};`);
  } else if (typeof value === "string") out.push(`s${value.length};${value}`);
  else if (value instanceof Uint8Array) out.push(`b${value.length};`, value);
  else if (Array.isArray(value)) {
    out.push(`a${value.length};`);
    for (const item of value as readonly Encodable[]) write(item, out);
  } else {
    const record = value as { readonly [key: string]: Encodable };
    const keys = Object.keys(record).filter((key) => record[key] !== undefined);
    keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    out.push(`o${keys.length};`);
    for (const key of keys) {
      out.push(`${key.length};${key}`);
      write(record[key]!, out);
    }
  }
}

const bufferBytes = 0x1_0000;
const mostTexts = 4096;
const mostOrders = 256;
