/** The lab: the list of scenarios, or one run of one. Loaded when it is first visited. */
import type { ReactNode } from "react";
import { ScenarioList } from "./list.tsx";
import { RunPage } from "./run-page.tsx";

export function LabPage({ run }: { readonly run: string | null }): ReactNode {
  return run === null ? <ScenarioList /> : <RunPage name={run} />;
}
