/** Binary search: in what is sorted, where something begins to hold. */

/** The first index in [0, length) of which `is` holds, where it holds from some index on; `length` where it holds of none. */
export function firstIndex(length: number, is: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (is(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
