/** What the order of a violation shows. */
import type { ViolationView } from "../worker/threads-protocol.ts";

/** An order that shows a race need not end wrong; the others do. */
export const whyOf = ({ kind, fewest }: ViolationView): "smallest" | "found" | "race" =>
  kind === "race" ? "race" : fewest ? "smallest" : "found";
