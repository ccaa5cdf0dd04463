/**
 * The numbers by which one header names the next: EtherTypes (RFC 894, 826, 2464) and protocol numbers, which IPv4's Protocol and
 * IPv6's Next Header share (RFC 8200 section 3). Only those that something here understands or shows.
 */

export const etherType = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100, ipv6: 0x86dd } as const;

export const ipProtocol = {
  hopByHopOptions: 0,
  icmp: 1,
  tcp: 6,
  udp: 17,
  ipv6: 41,
  routing: 43,
  fragment: 44,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  noNextHeader: 59,
  destinationOptions: 60,
} as const;

const etherTypeNames: Readonly<Record<number, string>> = {
  [etherType.ipv4]: "IPv4",
  [etherType.arp]: "ARP",
  [etherType.vlan]: "802.1Q VLAN tag",
  [etherType.ipv6]: "IPv6",
};

const ipProtocolNames: Readonly<Record<number, string>> = {
  [ipProtocol.hopByHopOptions]: "hop-by-hop options",
  [ipProtocol.icmp]: "ICMP",
  [ipProtocol.tcp]: "TCP",
  [ipProtocol.udp]: "UDP",
  [ipProtocol.ipv6]: "IPv6",
  [ipProtocol.routing]: "routing header",
  [ipProtocol.fragment]: "fragment header",
  [ipProtocol.esp]: "ESP",
  [ipProtocol.ah]: "AH",
  [ipProtocol.icmpv6]: "ICMPv6",
  [ipProtocol.noNextHeader]: "no next header",
  [ipProtocol.destinationOptions]: "destination options",
};

/** `0x0800 (IPv4)` */
export const formatEtherType = (type: number): string => withName(`0x${hex(type, 4)}`, etherTypeNames[type]);

/** `6 (TCP)` */
export const formatIpProtocol = (protocol: number): string => withName(String(protocol), ipProtocolNames[protocol]);

/** `value` in hexadecimal, `digits` long, without a prefix. */
export const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

/** `number (name)`, or the number alone where there is no name for it. */
export const withName = (number: string, name: string | undefined): string =>
  name === undefined ? number : `${number} (${name})`;
