/**
 * How `console.log` shows values: Node's `util.inspect` with its defaults (depth 2, 80 columns, compact 3), for the values that programs
 * here can have. Errors are refused: Node prints their stack, with paths and lines of the machine it runs on.
 */
import { AsyncGeneratorObj, GeneratorObj } from "./coroutines.ts";
import { Closure } from "./functions.ts";
import { PromiseObj } from "./promise.ts";
import { ClockValue, type Realm } from "./realm.ts";
import {
  ArgumentsObj,
  Arr,
  ErrorObj,
  Fn,
  isCallable,
  isObject,
  type Key,
  MapObj,
  type Obj,
  type Property,
  RegExpObj,
  SetObj,
  type Value,
  WeakObj,
  Wrapped,
} from "./values.ts";

interface Context {
  readonly seen: Obj[];
  readonly circular: Map<Obj, number>;
  indentation: number;
  depth: number;
}

/** The line that `console.log(...values)` prints. */
export function formatLog(realm: Realm, values: readonly Value[]): string {
  const [first, ...rest] = values;
  let text = "";
  let taken = 0;
  if (typeof first === "string") {
    if (rest.length === 0) return first;
    text = first.replace(/%[sdifjoOc%]/g, (directive) => {
      if (directive === "%%") return "%";
      if (taken >= rest.length) return directive;
      return formatDirective(realm, directive, rest[taken++]);
    });
    if (!first.includes("%")) text = first;
  } else if (values.length > 0) text = inspect(realm, first);
  for (const value of rest.slice(taken)) text += ` ${typeof value === "string" ? value : inspect(realm, value)}`;
  return realm.shortEnough(text);
}

function formatDirective(realm: Realm, directive: string, value: Value): string {
  switch (directive) {
    case "%s":
      if (typeof value === "bigint") return `${value}n`;
      if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
      if (!isObject(value)) return String(value);
      if (value instanceof ErrorObj || isCallable(realm.get(value, "toString")) === false)
        return inspect(realm, value, 0);
      return realm.get(value, "toString") === realm.get(realm.objectPrototype, "toString") || value instanceof Arr
        ? inspect(realm, value, 0)
        : realm.toText(value);
    case "%d":
      if (typeof value === "bigint") return `${value}n`;
      if (typeof value === "symbol") return "NaN";
      return number(isObject(value) ? Number.NaN : Number(value));
    case "%i":
      if (typeof value === "bigint") return `${value}n`;
      return isObject(value) || typeof value === "symbol" ? "NaN" : number(Number.parseInt(String(value), 10));
    case "%f":
      return typeof value === "symbol" ? "NaN" : number(Number.parseFloat(realm.toText(value)));
    case "%j": {
      const text = realm.invoke(realm.global.getOwn("JSON")!.value, "stringify", [value]);
      return text === undefined ? "undefined" : realm.toText(text);
    }
    case "%c":
      return "";
    case "%o":
      return realm.unsupported("%o", "%O를 쓰세요.", "Use %O.");
    default:
      return inspect(realm, value, 4);
  }
}

const number = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

export function inspect(realm: Realm, value: Value, most = 2): string {
  const context: Context = { seen: [], circular: new Map(), indentation: 0, depth: 0 };
  return format(realm, value, context, 0, most);
}

function format(realm: Realm, value: Value, context: Context, level: number, most: number): string {
  realm.step();
  if (!isObject(value)) return primitive(value, context);
  if (value instanceof ClockValue) realm.chance("Date.now()");
  if (value instanceof ErrorObj)
    realm.unsupported(
      "console.log(error)",
      "Node는 스택을 경로와 함께 출력합니다. error.message를 출력하세요.",
      "Node prints its stack, with the paths of your machine. Print error.message.",
    );
  if (context.seen.includes(value)) {
    const known = context.circular.get(value) ?? context.circular.size + 1;
    context.circular.set(value, known);
    return `[Circular *${known}]`;
  }
  return formatObject(realm, value, context, level, most);
}

function primitive(value: Exclude<Value, Obj>, context: Context): string {
  if (typeof value === "string") {
    const room = 80 - context.indentation - 4;
    if (value.length > 16 && value.length > room && value.includes("\n"))
      return value
        .split(/(?<=\n)/)
        .map(quote)
        .join(` +\n${" ".repeat(context.indentation + 2)}`);
    return quote(value);
  }
  if (typeof value === "number") return number(value);
  if (typeof value === "bigint") return `${value}n`;
  return String(value);
}

const escapes: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  "\\": "\\\\",
  "\v": "\\x0B",
};

function quote(text: string): string {
  let mark = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) mark = '"';
    else if (!text.includes("`") && !text.includes("${")) mark = "`";
  }
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === mark && mark === "'") out += "\\'";
    else if (escapes[char] !== undefined) out += escapes[char];
    else if (code < 32 || (code >= 127 && code < 160)) out += `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
    else if (code >= 0xd800 && code <= 0xdfff) out += `\\u${code.toString(16).toUpperCase()}`;
    else out += char;
  }
  return mark + out + mark;
}

function constructorName(realm: Realm, object: Obj): string | null {
  for (let at: Obj | null = object; at; at = at.proto) {
    const maker = at.getOwn("constructor");
    if (!maker || maker.accessor || !isCallable(maker.value)) continue;
    const name = realm.get(maker.value, "name");
    if (typeof name === "string" && name !== "") return name;
  }
  return null;
}

function formatObject(realm: Realm, value: Obj, context: Context, level: number, most: number): string {
  const name = constructorName(realm, value);
  const ownTag = realm.get(value, Symbol.toStringTag);
  const tag = typeof ownTag === "string" && ownTag !== "" && ownTag !== name ? ownTag : "";
  const keys = value
    .ownKeys()
    .filter((key) => !(value instanceof Arr && (key === "length" || (typeof key === "string" && /^\d+$/.test(key)))))
    .filter((key) => value.getOwn(key)?.enumerable === true);
  const prefix = (fallback: string, size?: number): string => {
    const count = size === undefined ? "" : `(${size})`;
    const shownTag = tag === "" ? "" : `[${tag}] `;
    return name === null ? `[${fallback}${count}: null prototype] ${shownTag}` : `${name}${count} ${shownTag}`;
  };

  let base = "";
  let braces: [string, string] = ["{", "}"];
  let isArray = false;
  let entries: (() => string[]) | null = null;
  const inner = (item: Value): string => format(realm, item, context, level + 1, most);
  const indented = (make: () => string[]): string[] => {
    context.indentation += 2;
    const out = make();
    context.indentation -= 2;
    return out;
  };

  if (value instanceof Arr) {
    isArray = true;
    const shown = name === "Array" && tag === "" ? "" : prefix("Array", value.items.length);
    braces = [`${shown}[`, "]"];
    if (value.items.length === 0 && keys.length === 0) return `${braces[0]}]`;
    entries = () => indented(() => arrayItems(value, inner));
  } else if (value instanceof ArgumentsObj) {
    braces[0] = "[Arguments] {";
    if (keys.length === 0) return "[Arguments] {}";
  } else if (value instanceof SetObj) {
    braces[0] = `${prefix("Set", value.entries.size)}{`;
    entries = () => indented(() => Array.from(value.entries, inner));
    if (value.entries.size === 0 && keys.length === 0) return `${braces[0]}}`;
  } else if (value instanceof MapObj) {
    braces[0] = `${prefix("Map", value.entries.size)}{`;
    entries = () => indented(() => Array.from(value.entries, ([key, item]) => `${inner(key)} => ${inner(item)}`));
    if (value.entries.size === 0 && keys.length === 0) return `${braces[0]}}`;
  } else if (value instanceof WeakObj) {
    braces[0] = `${prefix(value.tag)}{`;
    entries = () => ["<items unknown>"];
  } else if (value instanceof PromiseObj) {
    braces[0] = `${prefix("Promise")}{`;
    entries = () => {
      if (value.state === "pending") return ["<pending>"];
      const [text] = indented(() => [inner(value.result)]);
      return [value.state === "rejected" ? `<rejected> ${text}` : text!];
    };
  } else if (value instanceof Fn) {
    base = functionBase(realm, value, name, tag);
    if (keys.length === 0) return base;
  } else if (value instanceof RegExpObj) {
    base = String(value.regexp);
    if (keys.length === 0) return base;
  } else if (value instanceof Wrapped) {
    base = `[${value.tag}: ${primitive(value.primitive, { ...context, indentation: -1000 })}]`;
    if (typeof value.primitive === "string" || keys.length === 0) return base;
  } else if (value instanceof GeneratorObj || value instanceof AsyncGeneratorObj) {
    braces[0] = `Object [${value.tag}] {`;
    if (keys.length === 0) return `${braces[0]}}`;
  } else {
    if (realm.prototypes.get(`${value.tag}:opaque`)) realm.unsupported(`console.log(${value.tag})`, "", "");
    if (name !== "Object" || tag !== "") braces[0] = `${prefix("Object")}{`;
    if (keys.length === 0) return `${braces[0]}}`;
  }

  if (level > most) {
    const shown = isArray
      ? "Array"
      : tag !== ""
        ? `${name ?? "Object"} [${tag}]`
        : (name ?? "[Object: null prototype]");
    return name === null ? `[Object: null prototype]` : `[${shown}]`;
  }
  context.seen.push(value);
  context.depth = level;
  const output = entries ? entries() : [];
  for (const key of keys) output.push(formatProperty(realm, value, key, value.getOwn(key)!, context, level, most));
  context.seen.pop();
  const reference = context.circular.get(value);
  if (reference !== undefined) {
    const mark = `<ref *${reference}>`;
    if (base === "") braces[0] = `${mark} ${braces[0]}`;
    else base = `${mark} ${base}`;
  }
  return onOneLineOrMore(output, base, braces, isArray, context, level, value);
}

function arrayItems(value: Arr, inner: (item: Value) => string): string[] {
  const out: string[] = [];
  const { items } = value;
  let i = 0;
  for (; i < items.length && out.length < 100; i++) {
    if (i in items) {
      out.push(inner(items[i]));
      continue;
    }
    const from = i;
    while (i + 1 < items.length && !(i + 1 in items)) i++;
    const holes = i - from + 1;
    out.push(`<${holes} empty item${holes > 1 ? "s" : ""}>`);
  }
  const left = items.length - i;
  if (left > 0) out.push(`... ${left} more item${left > 1 ? "s" : ""}`);
  return out;
}

function functionBase(realm: Realm, value: Fn, constructorOf: string | null, tag: string): string {
  const own = value.getOwn("name")?.value;
  const name = typeof own === "string" ? own : "";
  if (value instanceof Closure && value.classKind !== null) {
    const parent = value.proto ? value.proto.getOwn("name")?.value : undefined;
    const shown = name === "" ? "(anonymous)" : name;
    return `[class ${shown}${value.classKind === "derived" && typeof parent === "string" && parent !== "" ? ` extends ${parent}` : ""}]`;
  }
  let kind = "Function";
  if (value instanceof Closure && value.node)
    kind = `${value.node.async ? "Async" : ""}${value.node.generator ? "Generator" : ""}Function`;
  let base = `[${kind}${name === "" ? " (anonymous)" : `: ${name}`}]`;
  if (constructorOf === null) base += " [null prototype]";
  if (tag !== "" && tag !== kind) base += ` [${tag}]`;
  void realm;
  return base;
}

function formatProperty(
  realm: Realm,
  _object: Obj,
  key: Key,
  property: Property,
  context: Context,
  level: number,
  most: number,
): string {
  let text: string;
  if (!property.accessor) {
    context.indentation += 2;
    text = format(realm, property.value, context, level + 1, most);
    context.indentation -= 2;
  } else if (property.get !== undefined) text = property.set !== undefined ? "[Getter/Setter]" : "[Getter]";
  else text = property.set !== undefined ? "[Setter]" : "undefined";
  const shown = typeof key === "symbol" ? `[${String(key)}]` : /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key) ? key : quote(key);
  return `${shown}: ${text}`;
}

function onOneLineOrMore(
  output: string[],
  base: string,
  braces: readonly [string, string],
  isArray: boolean,
  context: Context,
  level: number,
  value: Obj,
): string {
  const entries = output.length;
  const grouped = isArray && entries > 6 ? groupItems(output, context, value as Arr) : output;
  const before = base === "" ? "" : `${base} `;
  if (context.depth - level < 3 && entries === grouped.length) {
    const start = grouped.length + context.indentation + braces[0].length + base.length + 10;
    let total = grouped.length + start;
    let fits = total + grouped.length <= 80;
    for (const one of grouped) {
      total += one.length;
      if (total > 80) fits = false;
    }
    if (fits && !base.includes("\n")) {
      const joined = grouped.join(", ");
      if (!joined.includes("\n")) return `${before}${braces[0]} ${joined} ${braces[1]}`;
    }
  }
  const indentation = `\n${" ".repeat(context.indentation)}`;
  return `${before}${braces[0]}${indentation}  ${grouped.join(`,${indentation}  `)}${indentation}${braces[1]}`;
}

/** Columns that a terminal would give a character: two for most of East Asia and for emoji. */
function width(text: string): number {
  let columns = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    const wide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0x1f300 && code <= 0x1faff);
    columns += wide ? 2 : 1;
  }
  return columns;
}

/** Long arrays in columns. */
function groupItems(output: string[], context: Context, value: Arr): string[] {
  const more = output.length > 100;
  const count = more ? output.length - 1 : output.length;
  const widths = output.slice(0, count).map(width);
  const total = widths.reduce((sum, one) => sum + one + 2, 0);
  const longest = Math.max(...widths);
  const column = longest + 2;
  if (!(column * 3 + context.indentation < 80 && (total / column > 5 || longest <= 6))) return output;
  const bias = Math.sqrt(column - total / output.length);
  const biased = Math.max(column - 3 - bias, 1);
  const columns = Math.min(
    Math.round(Math.sqrt(2.5 * biased * count) / biased),
    Math.floor((80 - context.indentation) / column),
    12,
    15,
  );
  if (columns <= 1) return output;
  const lines: string[] = [];
  const columnWidths: number[] = [];
  for (let i = 0; i < columns; i++) {
    let most = 0;
    for (let j = i; j < count; j += columns) most = Math.max(most, widths[j]!);
    columnWidths.push(most + 2);
  }
  const numeric = value.items.slice(0, count).every((item) => typeof item === "number" || typeof item === "bigint");
  for (let i = 0; i < count; i += columns) {
    const end = Math.min(i + columns, count);
    let line = "";
    let j = i;
    for (; j < end - 1; j++) {
      const cell = `${output[j]}, `;
      const room = columnWidths[j - i]! + output[j]!.length - widths[j]!;
      line += numeric ? cell.padStart(room) : cell.padEnd(room);
    }
    line += numeric ? output[j]!.padStart(columnWidths[j - i]! + output[j]!.length - widths[j]! - 2) : output[j]!;
    lines.push(line);
  }
  if (more) lines.push(output[count]!);
  return lines;
}
