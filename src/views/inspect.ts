/**
 * A frame for the byte inspector: its layers, each field with the bytes it lies in, its value and where that is written. Flags, which
 * are fields of one bit each, stand together as one row. Reads bytes and nothing else.
 */
import { dissect, type Layer } from "../engine/wire/dissect.ts";
import { type Field, formatRfc } from "../engine/wire/fields.ts";

export interface InspectedField {
  /** The RFC's own name. */
  readonly name: string;
  readonly value: string;
  /** Bytes [from, to) of the frame that it lies in, wholly or in part. */
  readonly from: number;
  readonly to: number;
  /** Its first bit, counted from the start of the frame: what `corrupt ... bit N` flips. */
  readonly bit: number;
  /** "RFC 9293 3.1", with its address; null where no RFC says it. */
  readonly rfc: { readonly text: string; readonly url: string } | null;
  /** Of a row of flags: each with its name and whether it is set. */
  readonly flags: readonly { readonly name: string; readonly set: boolean; readonly bit: number }[] | null;
}

export interface InspectedLayer {
  readonly name: Layer["name"];
  readonly from: number;
  readonly to: number;
  readonly fields: readonly InspectedField[];
  readonly checksum: Layer["checksum"];
  /** It could not be read as what it claims to be. */
  readonly malformed: boolean;
  readonly quoted: boolean;
}

export function inspect(frame: Uint8Array): InspectedLayer[] {
  return dissect(frame).map((layer) => ({
    name: layer.name,
    from: layer.offset,
    to: layer.offset + layer.length,
    fields: fieldsOf(layer),
    checksum: layer.checksum,
    malformed: layer.malformed !== null,
    quoted: layer.quoted,
  }));
}

function fieldsOf(layer: Layer): InspectedField[] {
  const out: InspectedField[] = [];
  for (let at = 0; at < layer.fields.length; ) {
    let end = at;
    while (layer.fields[end]?.bitWidth === 1) end++;
    if (end - at > 1) {
      out.push(flagsRow(layer, layer.fields.slice(at, end)));
      at = end;
    } else out.push(row(layer, layer.fields[at++]!));
  }
  return out;
}

function row(layer: Layer, field: Field): InspectedField {
  return { ...place(layer, field, field), name: field.name, value: field.value, rfc: rfcOf(field), flags: null };
}

function flagsRow(layer: Layer, fields: readonly Field[]): InspectedField {
  const flags = fields.map(({ name, value, bitOffset }) => ({
    name,
    set: value.startsWith("1"),
    bit: layer.offset * 8 + bitOffset,
  }));
  const set = flags.filter((flag) => flag.set).map((flag) => flag.name);
  return {
    ...place(layer, fields[0]!, fields.at(-1)!),
    name: "Flags",
    value: set.length > 0 ? set.join(" ") : "0",
    rfc: rfcOf(fields[0]!),
    flags,
  };
}

function place(layer: Layer, first: Field, last: Field): Pick<InspectedField, "from" | "to" | "bit"> {
  return {
    from: layer.offset + (first.bitOffset >> 3),
    to: layer.offset + ((last.bitOffset + last.bitWidth + 7) >> 3),
    bit: layer.offset * 8 + first.bitOffset,
  };
}

function rfcOf({ rfc }: Field): InspectedField["rfc"] {
  if (rfc === null) return null;
  // Old RFCs have headings without numbers, which have no anchors.
  const anchor = /^[0-9]+(\.[0-9]+)*$/.test(rfc.section) ? `#section-${rfc.section}` : "";
  return { text: formatRfc(rfc), url: `https://www.rfc-editor.org/rfc/rfc${rfc.number}${anchor}` };
}
