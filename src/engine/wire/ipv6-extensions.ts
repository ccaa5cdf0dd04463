/**
 * IPv6 extension headers (RFC 8200 section 4): hop-by-hop options, destination options, routing and fragment headers. The chain ends at
 * the first next header value that is none of them: an upper layer, no next header (59), or one that is not understood here (AH, ESP).
 */
import { assert } from "../base/assert.ts";
import { readU16, readU32, writeU16, writeU32 } from "./integers.ts";
import { Malformed } from "./malformed.ts";
import { ipProtocol } from "./numbers.ts";

/** Type 0 is Pad1 and has no data; type 1 is PadN. The two high bits say what a node does that does not know the type (RFC 8200 4.2). */
export interface Ipv6Option {
  readonly type: number;
  /** At most 255 bytes. */
  readonly data: Uint8Array;
}

export type Ipv6Extension =
  /** Padding at the end of the list is not a value: the encoder adds it. */
  | { readonly kind: "hop-by-hop-options" | "destination-options"; readonly options: readonly Ipv6Option[] }
  /** `data` is the type-specific part: 4 bytes, or 8 n more. */
  | { readonly kind: "routing"; readonly type: number; readonly segmentsLeft: number; readonly data: Uint8Array }
  /** `offset` in bytes, a multiple of 8; what follows belongs to the payload unless this is the only fragment. */
  | { readonly kind: "fragment"; readonly offset: number; readonly more: boolean; readonly identification: number };

export interface Ipv6Chain {
  readonly extensions: readonly Ipv6Extension[];
  /** The next header value behind which the chain ends, and the byte that holds it. */
  readonly protocol: number;
  readonly protocolAt: number;
  /** Where the payload starts. */
  readonly end: number;
}

/**
 * Walks the chain in the packet `bytes[0, to)`, whose fixed header names `first` as its next header.
 * "extension headers must be processed strictly in the order they appear in the packet".
 */
export function decodeIpv6Extensions(bytes: Uint8Array, first: number, to: number): Ipv6Chain | Malformed {
  const extensions: Ipv6Extension[] = [];
  let [protocol, protocolAt, at] = [first, 6, 40];
  for (;;) {
    const kind = extensionKinds[protocol];
    // A hop-by-hop header anywhere but behind the fixed header is treated as an unrecognized next header (section 4).
    if (kind === undefined || (kind === "hop-by-hop-options" && extensions.length > 0)) break;
    const length = ipv6ExtensionLength(kind, bytes, at, to);
    if (length > to - at) {
      return new Malformed(kind, "Hdr Ext Len", at + 1, `the header has ${length} bytes, of which ${to - at} are here`);
    }
    const extension = decodeExtension(kind, bytes, at, length);
    if (extension instanceof Malformed) return extension;
    extensions.push(extension);
    protocol = bytes[at]!;
    protocolAt = at;
    at += length;
    // What lies behind is a piece of the fragmentable part, to be read when the pieces are together (4.5).
    if (extension.kind === "fragment" && (extension.more || extension.offset > 0)) break;
  }
  return { extensions: extensions.length === 0 ? noExtensions : extensions, protocol, protocolAt, end: at };
}

/** Bytes of the extension header at `bytes[at]`, at least 8. More than `to - at` when it is cut short. */
export function ipv6ExtensionLength(kind: Ipv6Extension["kind"], bytes: Uint8Array, at: number, to: number): number {
  // "Length of the ... header in 8-octet units, not including the first 8 octets."
  return kind === "fragment" || at + 1 >= to ? 8 : (bytes[at + 1]! + 1) * 8;
}

/** The next header value that announces `extension`. */
export const ipv6ExtensionNumber = (extension: Ipv6Extension): number => extensionNumbers[extension.kind];

/** The kind of extension header that a next header value announces, if it is one. */
export const ipv6ExtensionKind = (nextHeader: number): Ipv6Extension["kind"] | undefined => extensionKinds[nextHeader];

/** Bytes on the wire. */
export function ipv6ExtensionsLength(extensions: readonly Ipv6Extension[]): number {
  let length = 0;
  for (const extension of extensions) length += encodedLength(extension);
  return length;
}

/** Writes the chain from `out[at]` on; the last header names `protocol`. */
export function encodeIpv6Extensions(
  extensions: readonly Ipv6Extension[],
  protocol: number,
  out: Uint8Array,
  at: number,
): void {
  let start = at;
  for (const [i, extension] of extensions.entries()) {
    const next = extensions[i + 1];
    assert(extension.kind !== "hop-by-hop-options" || i === 0, "hop-by-hop options come first");
    assert(
      extension.kind !== "fragment" || next === undefined || !(extension.more || extension.offset > 0),
      "behind the fragment header of one fragment of several there is payload only",
    );
    const end = start + encodedLength(extension);
    out[start] = next === undefined ? protocol : ipv6ExtensionNumber(next);
    out[start + 1] = extension.kind === "fragment" ? 0 : (end - start) / 8 - 1;
    encodeBody(extension, out, start, end);
    start = end;
  }
}

function decodeExtension(
  kind: Ipv6Extension["kind"],
  bytes: Uint8Array,
  at: number,
  length: number,
): Ipv6Extension | Malformed {
  if (kind === "fragment") {
    const word = readU16(bytes, at + 2);
    return { kind, offset: word & 0xfff8, more: (word & 1) === 1, identification: readU32(bytes, at + 4) };
  }
  if (kind === "routing") {
    return {
      kind,
      type: bytes[at + 2]!,
      segmentsLeft: bytes[at + 3]!,
      data: bytes.subarray(at + 4, at + length),
    };
  }
  const options = decodeOptions(kind, bytes, at + 2, at + length);
  return options instanceof Malformed ? options : { kind, options };
}

function decodeOptions(
  layer: "hop-by-hop-options" | "destination-options",
  bytes: Uint8Array,
  from: number,
  to: number,
): Ipv6Option[] | Malformed {
  const options: Ipv6Option[] = [];
  let needed = 0; // options up to the last one that is not padding
  let at = from;
  while (at < to) {
    const type = bytes[at]!;
    const dataAt = type === pad1 ? at + 1 : at + 2;
    const end = type === pad1 ? dataAt : dataAt + (at + 1 < to ? bytes[at + 1]! : to);
    if (end > to) return new Malformed(layer, "Opt Data Len", at + 1, `option ${type} runs past the end of its header`);
    options.push({ type, data: bytes.subarray(dataAt, end) });
    if (type !== pad1 && type !== padN) needed = options.length;
    at = end;
  }
  return options.slice(0, needed);
}

function encodeBody(extension: Ipv6Extension, out: Uint8Array, start: number, end: number): void {
  switch (extension.kind) {
    case "fragment":
      assert(extension.offset % 8 === 0, "an IPv6 fragment starts at a multiple of 8 bytes");
      writeU16(out, start + 2, extension.offset | (extension.more ? 1 : 0));
      writeU32(out, start + 4, extension.identification);
      return;
    case "routing":
      out[start + 2] = extension.type;
      out[start + 3] = extension.segmentsLeft;
      out.set(extension.data, start + 4);
      out.fill(0, start + 4 + extension.data.length, end);
      return;
    default: {
      let at = start + 2;
      for (const option of extension.options) {
        out[at] = option.type;
        if (option.type !== pad1) {
          out[at + 1] = option.data.length;
          out.set(option.data, at + 2);
        }
        at += optionLength(option);
      }
      // "If more than one octet of padding is required, the PadN option ... should be used, rather than multiple Pad1 options."
      out.fill(0, at, end);
      if (end - at >= 2) {
        out[at] = padN;
        out[at + 1] = end - at - 2;
      }
    }
  }
}

function encodedLength(extension: Ipv6Extension): number {
  if (extension.kind === "fragment") return 8;
  if (extension.kind === "routing") return (4 + extension.data.length + 7) & ~7;
  let length = 2;
  for (const option of extension.options) length += optionLength(option);
  return (length + 7) & ~7;
}

const optionLength = (option: Ipv6Option): number => (option.type === pad1 ? 1 : 2 + option.data.length);

const pad1 = 0;
const padN = 1;
const noExtensions: readonly Ipv6Extension[] = [];

const extensionNumbers = {
  "hop-by-hop-options": ipProtocol.hopByHopOptions,
  routing: ipProtocol.routing,
  fragment: ipProtocol.fragment,
  "destination-options": ipProtocol.destinationOptions,
} as const;

const extensionKinds: Readonly<Record<number, Ipv6Extension["kind"]>> = {
  [ipProtocol.hopByHopOptions]: "hop-by-hop-options",
  [ipProtocol.routing]: "routing",
  [ipProtocol.fragment]: "fragment",
  [ipProtocol.destinationOptions]: "destination-options",
};
