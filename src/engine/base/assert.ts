/**
 * What must be true on both sides of a boundary. A broken assertion is our own mistake, never the user's: whoever runs a world
 * (`lab/run.ts`) catches it and adds the RunRef and the last events to the message.
 */
export class BrokenInvariant extends Error {
  override readonly name = "BrokenInvariant";
}

/** @throws BrokenInvariant with `message` (a string, or a function that is only called when the condition is false). */
export function assert(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new BrokenInvariant(typeof message === "string" ? message : message());
}

/** For the `default` branch of a switch over a union: compiles only while every member is handled. */
export function unreachable(value: never): never {
  throw new BrokenInvariant(`no case for ${JSON.stringify(value)}`);
}
