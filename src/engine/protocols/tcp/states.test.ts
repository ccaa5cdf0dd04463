import { expect, it } from "vitest";
import { isTransition, synchronizedStates, type TcpStateName, transitions } from "./states.ts";

const all: readonly TcpStateName[] = ["CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", ...synchronizedStates];

it("there are eleven states, and the table knows no others (RFC 9293 3.3.2)", () => {
  expect(new Set(all).size).toBe(11);
  expect(new Set(transitions.flatMap((t) => [t.from, t.to]))).toEqual(new Set(all));
});

it("every state can be reached from CLOSED, and CLOSED from every state", () => {
  const reach = (from: TcpStateName): Set<TcpStateName> => {
    const found = new Set<TcpStateName>([from]);
    for (const state of found) for (const t of transitions) if (t.from === state) found.add(t.to);
    return found;
  };
  expect(reach("CLOSED").size).toBe(11);
  for (const state of all) expect(reach(state).has("CLOSED")).toBe(true);
});

it("no way is listed twice, and some are not there", () => {
  const keys = transitions.map((t) => `${t.from} ${t.on} ${t.to}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(isTransition("ESTABLISHED", "TIME-WAIT", "receive FIN")).toBe(false);
  expect(isTransition("FIN-WAIT-2", "TIME-WAIT", "receive FIN")).toBe(true);
});
