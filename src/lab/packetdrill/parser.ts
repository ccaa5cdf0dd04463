/**
 * Reads a packetdrill script, written from the language's documentation (its published grammar and papers): options, then events, each a
 * time and an action. What cannot be read is a value: where, what was expected, what was found; or the name of a feature that is not
 * supported.
 */
import type { Duration } from "../../engine/base/time.ts";
import { parseStatements } from "./assertion.ts";
import { parseCall } from "./parse-call.ts";
import { parsePacket } from "./parse-packet.ts";
import { mistake, ProblemThrown, type ScriptProblem } from "./place.ts";
import { Reader } from "./reader.ts";
import type { Action, EventTime, Script, ScriptEvent, ScriptOption } from "./script.ts";

/**
 *     const script = parseScript("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3");
 *     if ("kind" in script) console.log(describeProblem(script));
 *
 * @param symbol the one name that `#ifdef` finds defined, a system's
 */
export function parseScript(source: string, symbol: string | null = null): Script | ScriptProblem {
  try {
    return readScript(new Reader(source, symbol));
  } catch (error) {
    if (error instanceof ProblemThrown) return error.problem;
    throw error;
  }
}

function readScript(reader: Reader): Script {
  const options: ScriptOption[] = [];
  while (reader.next.kind === "option") {
    const { text: name, value, line, column } = reader.take();
    options.push({ name, value, line, column });
  }
  const events: ScriptEvent[] = [];
  while (reader.next.kind !== "end") {
    const { line, column } = reader.next;
    // A command without a time stands first or last: set up, clean up.
    if (reader.next.kind === "shell") {
      const time: EventTime = { kind: "relative", at: 0 as Duration, until: null };
      events.push({ time, action: { kind: "shell", text: reader.take().text }, line, column });
      continue;
    }
    const { time, returns } = readTime(reader);
    const action = readAction(reader, returns);
    if (returns !== null && action.kind !== "call")
      mistake({ line, column }, "a system call after a span of time", action.kind);
    if (time.kind !== "any" && time.until !== null && action.kind !== "packet") {
      mistake({ line, column }, "a packet after a range of times", action.kind);
    }
    events.push({ time, action, line, column });
  }
  return { options, events };
}

function readAction(reader: Reader, returns: Duration | null): Action {
  if (reader.sees("<") || reader.sees(">")) return parsePacket(reader);
  if (reader.next.kind === "shell") return { kind: "shell", text: reader.take().text };
  if (reader.next.kind === "code") {
    const token = reader.take();
    return { kind: "code", statements: parseStatements(token.text, { line: token.line, column: token.column + 2 }) };
  }
  return parseCall(reader, returns);
}

/** `0.1`, `+.1`, `+0~+.2`, `0.1~0.2`, `*`, and `+0...0.2` for a call that blocks. */
function readTime(reader: Reader): { time: EventTime; returns: Duration | null } {
  if (reader.skip("*")) return { time: { kind: "any" }, returns: null };
  const kind = reader.skip("+") ? "relative" : "absolute";
  const from = reader.next;
  const at = reader.seconds();
  let until: Duration | null = null;
  let returns: Duration | null = null;
  if (reader.skip("~")) {
    if (reader.sees("+") !== (kind === "relative"))
      reader.fail("a range whose ends are both relative or both absolute");
    reader.skip("+");
    const endAt = reader.next;
    until = reader.seconds();
    if (until < at) mistake(endAt, `a time not before ${from.text}`, endAt.text);
  } else if (reader.skip("...")) {
    reader.skip("+");
    const endAt = reader.next;
    returns = reader.seconds();
    if (returns < at) mistake(endAt, `a time not before ${from.text}`, endAt.text);
  }
  return { time: { kind, at, until }, returns };
}
