/** The lab: the list of scenarios, or one run of one. */
import type { ReactNode } from "react";

export function LabPage({ run }: { readonly run: string | null }): ReactNode {
  return <p>{run}</p>;
}
