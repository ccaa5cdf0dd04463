/** System calls: `write(4, ..., 1000) = -1 EPIPE (Broken pipe)`, and the C-like expressions of their arguments and results. */
import type { Duration } from "../../engine/base/time.ts";
import { mistake } from "./place.ts";
import type { Reader } from "./reader.ts";
import type { Action, Expression, RecordItem } from "./script.ts";

/** Reads from the call's name on. @param returns when a blocking call is to return. @throws ProblemThrown */
export function parseCall(reader: Reader, returns: Duration | null): Action {
  const name = reader.word("a packet, a system call, `shell` or %{ code }%").text;
  reader.must("(");
  const args = parseList(reader, ")");
  reader.must("=");
  const result = parseExpression(reader);
  let errno: string | null = null;
  if (reader.next.kind === "word" && /^E[A-Z0-9]+$/.test(reader.next.text)) errno = reader.take().text;
  if (reader.sees("(")) skipNote(reader);
  return { kind: "call", name, args, returns, result, errno };
}

/** `(Broken pipe)`: said for people, read by nobody. */
function skipNote(reader: Reader): void {
  let depth = 0;
  do {
    if (reader.next.kind === "end") reader.fail('")" at the end of the note');
    if (reader.sees("(")) depth++;
    if (reader.sees(")")) depth--;
    reader.take();
  } while (depth > 0);
}

function parseList(reader: Reader, close: string): Expression[] {
  const items: Expression[] = [];
  if (reader.skip(close)) return items;
  do {
    items.push(parseExpression(reader));
    if (items.length > 256) reader.fail("at most 256 items");
  } while (reader.skip(","));
  reader.must(close);
  return items;
}

function parseExpression(reader: Reader): Expression {
  const { line, column } = reader.next;
  const first = reader.nested(() => parseOperand(reader));
  if (!reader.sees("|")) return first;
  const parts = [first];
  while (reader.skip("|")) parts.push(reader.nested(() => parseOperand(reader)));
  return { kind: "or", parts, line, column };
}

function parseOperand(reader: Reader): Expression {
  const { line, column } = reader.next;
  const place = { line, column };
  if (reader.skip("...")) return { kind: "any", ...place };
  if (reader.skip("[")) return { kind: "list", items: parseList(reader, "]"), ...place };
  if (reader.skip("{")) return { kind: "record", items: parseRecord(reader), ...place };
  if (reader.skip("(")) {
    const inner = parseExpression(reader);
    reader.must(")");
    return inner;
  }
  if (reader.skip("-")) return { kind: "number", value: -number(reader), ...place };
  if (reader.next.kind === "integer") return { kind: "number", value: number(reader), ...place };
  if (reader.next.kind === "text") {
    const { text } = reader.take();
    reader.skip("..."); // a string that may go on
    return { kind: "text", text, ...place };
  }
  const { text: name } = reader.word("an argument: a number, a name, a string, [...], {...} or ...");
  if (!reader.skip("(")) return { kind: "name", name, ...place };
  return { kind: "apply", name, args: parseList(reader, ")"), ...place };
}

function number(reader: Reader): number {
  const token = reader.next;
  if (token.kind !== "integer") reader.fail("a number");
  reader.take();
  const value = Number(token.text);
  return value < 18_446_744_073_709_552_000 ? value : mistake(token, "a number of 64 bits", token.text);
}

function parseRecord(reader: Reader): RecordItem[] {
  const items: RecordItem[] = [];
  if (reader.skip("}")) return items;
  do {
    items.push(parseItem(reader));
    if (items.length > 64) reader.fail("at most 64 fields");
  } while (reader.skip(","));
  reader.must("}");
  return items;
}

/** `events=POLLIN`, `msg_iov(1)=[...]`, or an expression alone. */
function parseItem(reader: Reader): RecordItem {
  const value = parseExpression(reader);
  if (!reader.sees("=")) return { name: null, value };
  if (value.kind !== "name" && value.kind !== "apply") reader.fail('"," or "}"');
  reader.take();
  return { name: value.name, value: parseExpression(reader) };
}
