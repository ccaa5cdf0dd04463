/**
 * How many ICMP errors a node may send: RFC 1812 4.3.2.8 and RFC 4443 2.4 (f) want their rate limited. A bucket of tokens, for hosts too:
 * 50 at once, then 1,000 a second.
 */
import type { Instant } from "../../base/time.ts";

export class ErrorBudget {
  #tokens = burst;
  #refilled: Instant;

  constructor(now: Instant) {
    this.#refilled = now;
  }

  /** Whether one more may be sent now; it counts as sent then. */
  spend(now: Instant): boolean {
    const earned = Math.floor((now - this.#refilled) / perToken);
    if (earned > 0) {
      this.#tokens = Math.min(burst, this.#tokens + earned);
      this.#refilled = (this.#refilled + earned * perToken) as Instant;
    }
    if (this.#tokens === 0) return false;
    this.#tokens--;
    return true;
  }
}

const burst = 50;
/** Nanoseconds. */
const perToken = 1_000_000;
