/** A stepper over events: any event can be selected, and stepping goes through those that stand in the picture. */
import { useState } from "react";
import { type Stepper, useStepper } from "./stepper.ts";

export interface EventStepper extends Stepper {
  readonly selected: number | null;
  select(event: number | null): void;
}

/** `key` names the run, `from` is the event that is selected when it is shown first. */
export function useEventStepper(stops: readonly number[], key: string, from: number | null): EventStepper {
  const stepper = useStepper(stops.length, key, from === null ? null : placeOf(stops, from));
  // An event between two stops: held until one steps on.
  const [exact, setExact] = useState<{ key: string; event: number } | null>(null);
  const at = stepper.at;
  const stop = at === null || at === 0 ? null : stops[at - 1]!;
  const between = exact?.key === key && at !== null && placeOf(stops, exact.event) === at ? exact.event : null;
  const stepping = (action: () => void) => (): void => {
    setExact(null);
    action();
  };
  return {
    ...stepper,
    first: stepping(stepper.first),
    previous: stepping(stepper.previous),
    next: stepping(stepper.next),
    last: stepping(stepper.last),
    play: stepping(stepper.play),
    to: (next) => stepping(() => stepper.to(next))(),
    selected: between ?? stop,
    select(event) {
      if (event === null) return stepper.to(null);
      setExact({ key, event });
      stepper.to(placeOf(stops, event));
    },
  };
}

/** How many stops lie at or before this event. */
function placeOf(stops: readonly number[], event: number): number {
  let low = 0;
  let high = stops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stops[middle]! <= event) low = middle + 1;
    else high = middle;
  }
  return low;
}
