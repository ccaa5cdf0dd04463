/**
 * Ethernet addresses: 48 bits in a number (a number is exact to 53), so that they compare with `===` and serve as Map keys.
 * The I/G bit, which marks a group address, is the lowest bit of the first octet.
 */
import { assert } from "../base/assert.ts";

declare const macBrand: unique symbol;
/** A whole number in [0, 2^48); the first octet on the wire is the most significant. */
export type MacAddress = number & { readonly [macBrand]: true };

/** ff:ff:ff:ff:ff:ff */
export const macBroadcast = 0xffff_ffff_ffff as MacAddress;

/** 00:00:00:00:00:00, which ARP requests carry where the answer will stand. */
export const macZero = 0 as MacAddress;

/** Six octets of two hexadecimal digits, separated by colons or by hyphens; null for anything else. */
export function parseMac(text: string): MacAddress | null {
  if (!/^[0-9a-fA-F]{2}(?:(?::[0-9a-fA-F]{2}){5}|(?:-[0-9a-fA-F]{2}){5})$/.test(text)) return null;
  return Number.parseInt(text.replace(/[:-]/g, ""), 16) as MacAddress;
}

/** `02:00:00:00:00:01` */
export function formatMac(address: MacAddress): string {
  const digits = address.toString(16).padStart(12, "0");
  return `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}:${digits.slice(6, 8)}:${digits.slice(8, 10)}:${digits.slice(10)}`;
}

/**
 * An address written down in a program.
 * @throws BrokenInvariant when it is not one; use `parseMac` for what users type.
 */
export function mac(text: string): MacAddress {
  const address = parseMac(text);
  assert(address !== null, () => `not an Ethernet address: ${text}`);
  return address;
}

/** Whether it names a group (multicast or broadcast) rather than one station. */
export const isGroupMac = (address: MacAddress): boolean => Math.floor(address / 0x100_0000_0000) % 2 === 1;
