/** Who waits for the answer to an echo request (ping), of ICMP and of ICMPv6 alike: by identifier and sequence number. */
import type { IpAddress } from "../../wire/ip-address.ts";
import type { IcmpError } from "./icmp-error.ts";

/** An answer to a ping, or what came instead of one. */
export type EchoOutcome =
  | { readonly kind: "reply"; readonly from: IpAddress; readonly ttl: number; readonly data: Uint8Array }
  | { readonly kind: "error"; readonly error: IcmpError };

export interface Ping<A extends IpAddress> {
  readonly to: A;
  readonly identifier: number;
  readonly sequence: number;
  readonly data?: Uint8Array;
  /** The hop limit of IPv6. */
  readonly ttl?: number;
  readonly dontFragment?: boolean;
}

export class Echoes {
  readonly #waiting = new Map<number, (outcome: EchoOutcome) => void>();

  /** `answered` is called for the first reply or the first error, or never. */
  wait(identifier: number, sequence: number, answered: (outcome: EchoOutcome) => void): void {
    this.#waiting.set(identifier * 0x10000 + sequence, answered);
  }

  answer(identifier: number, sequence: number, outcome: EchoOutcome): void {
    const key = identifier * 0x10000 + sequence;
    const answered = this.#waiting.get(key);
    this.#waiting.delete(key);
    answered?.(outcome);
  }
}
