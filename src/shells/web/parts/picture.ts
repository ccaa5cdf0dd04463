/**
 * What the player gives to every picture, and what it wants back. A picture is a component that takes a model of its own and these: it
 * shows where one is, marks what a verdict rests on, and says which event was pointed at. That is all that ties it to the player, so a
 * ladder, a timeline of threads and lanes over time stand side by side in it and move together.
 */
export interface Picturing {
  /** The event that is looked at; null for the whole run and before the first step. */
  readonly selected: number | null;
  /** Up to which event the run has come: -1 before the first, Infinity for the whole. */
  readonly now: number;
  /** Nothing after `now` is to be seen: it is being guessed. */
  readonly hidden?: boolean;
  /** Events that a verdict rests on, and whether they show something wrong. */
  readonly because: readonly number[];
  readonly wrong: boolean;
  onSelect(event: number): void;
}
