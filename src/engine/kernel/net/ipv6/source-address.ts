/**
 * Which of its addresses a host speaks from (RFC 6724 section 5): the rules that can make a difference here, which are 1 (the very address),
 * 2 (fitting scope), 3 (not a deprecated one), 5 (of the interface that is used) and 8 (the longest common prefix).
 */
import { commonPrefixLength, type Ipv6Address, isIpv6LinkLocal, isIpv6Multicast } from "../../../wire/ipv6-address.ts";

export interface Candidate {
  readonly address: Ipv6Address;
  readonly deprecated: boolean;
  /** Whether it is of the interface by which the packet leaves. */
  readonly leavesHere: boolean;
}

/** The best of `candidates` to speak to `destination` from; of equals the first; null when there are none. */
export function chooseSource(destination: Ipv6Address, candidates: readonly Candidate[]): Ipv6Address | null {
  let best: Candidate | null = null;
  for (const one of candidates) if (best === null || isBetter(one, best, destination)) best = one;
  return best?.address ?? null;
}

function isBetter(a: Candidate, b: Candidate, destination: Ipv6Address): boolean {
  if (a.address === destination || b.address === destination) return a.address === destination;
  const [scopeA, scopeB] = [scopeOf(a.address), scopeOf(b.address)];
  const wanted = scopeOf(destination);
  if (scopeA !== scopeB) return scopeA < scopeB ? scopeA >= wanted : scopeB < wanted;
  if (a.deprecated !== b.deprecated) return b.deprecated;
  if (a.leavesHere !== b.leavesHere) return a.leavesHere;
  return commonPrefixLength(a.address, destination) > commonPrefixLength(b.address, destination);
}

/** RFC 4291 2.7: of a group its scope field, else 2 for link-local and 14 for all others (RFC 6724 3.1). */
function scopeOf(address: Ipv6Address): number {
  if (isIpv6Multicast(address)) return Number((address >> 112n) & 15n);
  return isIpv6LinkLocal(address) || address === 1n ? 2 : 14;
}
