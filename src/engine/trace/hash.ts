/**
 * One byte string for one trace, and its SHA-256: how two machines find out that they saw the same run. Each value is its kind's
 * letter and its content; the keys of a record stand in code-unit order, so the order in which code wrote them does not matter.
 */
import { assert } from "../base/assert.ts";
import { encodeUtf8, toHex } from "../base/bytes.ts";
import { createSha256 } from "../base/crypto.ts";
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

/** SHA-256 over all events of `trace`, as 64 hexadecimal digits. */
export function traceHash(trace: Trace): string {
  const hash = createSha256();
  for (const event of trace.events) hash.update(encodeCanonical(event));
  return toHex(hash.digest());
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
