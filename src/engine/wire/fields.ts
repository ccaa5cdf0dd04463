/**
 * Field tables for the byte inspector: which bits of a header are which field, what they say, and which RFC section says so.
 * A fixed part is a list of rows in the order of the wire, so that there can be no gap and no overlap; variable parts (options) make rows as
 * they go. Tables are data beside the codecs, and a property test holds the two to each other (`fields.test.ts`).
 */
import { toHex } from "../base/bytes.ts";

/** Where it is written. `section` is a number ("3.1"), or the heading where an old RFC has no numbers ("Packet format"). */
export interface Rfc {
  readonly number: number;
  readonly section: string;
}

/** One field of one packet. Offsets count from the first bit of the layer, the most significant bit of its first byte being bit 0. */
export interface Field {
  readonly bitOffset: number;
  readonly bitWidth: number;
  /** The RFC's own name. */
  readonly name: string;
  /** What the bits say, for people: `6 (TCP)`, `10.0.0.1`. */
  readonly value: string;
  /** Null where an IEEE standard says it, or nobody can (bytes that are cut short). */
  readonly rfc: Rfc | null;
}

/** One row of a table. `say` gets the bits as an unsigned number (at most 48 bits), `sayBytes` the bytes of a field of whole bytes. */
export type FieldRow = {
  readonly name: string;
  readonly bits: number;
  readonly rfc: Rfc | null;
} & ({ readonly say?: (raw: number) => string } | { readonly sayBytes: (bytes: Uint8Array) => string });

/** The rows of a fixed part, in the order of the wire. */
export type FieldTable = readonly FieldRow[];

/** `RFC 9293 3.1`; `RFC 826 "Packet format"`. */
export const formatRfc = (rfc: Rfc): string =>
  /^[0-9A-Z]+(\.[0-9]+)*$/.test(rfc.section)
    ? `RFC ${rfc.number} ${rfc.section}`
    : `RFC ${rfc.number} "${rfc.section}"`;

/** The whole width of a table, in bits. */
export const tableBits = (table: FieldTable): number => table.reduce((bits, row) => bits + row.bits, 0);

/** Up to 48 bits from `bytes`, most significant first, as an unsigned number. Bits behind the end read as zero. */
export function readBits(bytes: Uint8Array, bitOffset: number, bitWidth: number): number {
  let value = 0;
  for (let bit = bitOffset; bit < bitOffset + bitWidth; ) {
    const inByte = bit & 7;
    const take = Math.min(8 - inByte, bitOffset + bitWidth - bit);
    const chunk = ((bytes[bit >> 3] ?? 0) >> (8 - inByte - take)) & ((1 << take) - 1);
    value = value * (1 << take) + chunk;
    bit += take;
  }
  return value;
}

/**
 * Collects the fields of one header, whose bytes may be fewer than it needs: what does not fit becomes one row "cut short", and
 * nothing is added behind it.
 */
export class FieldWriter {
  readonly fields: Field[] = [];
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at = 0;

  /** @param end the header's length in bytes, as far as it is known; rows never reach behind it. */
  constructor(bytes: Uint8Array, end: number = bytes.length) {
    this.#bytes = bytes;
    this.#end = Math.min(end, bytes.length) * 8;
  }

  /** Bytes, counted from the start of the header. */
  get at(): number {
    return this.#at >> 3;
  }

  get bytesLeft(): number {
    return (this.#end - this.#at) >> 3;
  }

  table(rows: FieldTable): this {
    for (const row of rows) {
      if (this.#at + row.bits > this.#end) return this.rest("cut short", null);
      this.#add(row.name, row.bits, this.#say(row), row.rfc);
    }
    return this;
  }

  /** A field of `count` bytes; `value` is their hexadecimal unless given. */
  bytes(name: string, count: number, rfc: Rfc | null, value?: string): this {
    if (count === 0) return this;
    if (count > this.bytesLeft) return this.rest("cut short", null);
    const bytes = this.#bytes.subarray(this.at, this.at + count);
    this.#add(name, count * 8, value ?? shownHex(bytes), rfc);
    return this;
  }

  /** Everything up to the end as one field, if there is anything. */
  rest(name: string, rfc: Rfc | null): this {
    const bits = this.#end - this.#at;
    if (bits > 0) this.#add(name, bits, shownHex(this.#bytes.subarray(this.#at >> 3, this.#end >> 3)), rfc);
    return this;
  }

  #say(row: FieldRow): string {
    if ("sayBytes" in row) return row.sayBytes(this.#bytes.subarray(this.at, this.at + row.bits / 8));
    const raw = readBits(this.#bytes, this.#at, row.bits);
    return row.say ? row.say(raw) : String(raw);
  }

  #add(name: string, bitWidth: number, value: string, rfc: Rfc | null): void {
    this.fields.push({ bitOffset: this.#at, bitWidth, name, value, rfc });
    this.#at += bitWidth;
  }
}

/** Hexadecimal of up to 32 bytes, and how many more there are. */
export const shownHex = (bytes: Uint8Array): string =>
  bytes.length <= 32 ? toHex(bytes) : `${toHex(bytes.subarray(0, 32))}... (${bytes.length} bytes)`;

/** For a flag: `1 (set)`, `0 (not set)`. */
export const sayFlag = (raw: number): string => (raw === 1 ? "1 (set)" : "0 (not set)");
