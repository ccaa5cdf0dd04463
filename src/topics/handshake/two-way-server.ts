/**
 * A server's TCP, broken on purpose: it takes a connection for established as soon as it has answered the SYN, and begins to send. Why
 * the third segment is needed is shown by what this one does with an old SYN. It knows nothing else of TCP.
 */
import type { Transport } from "../../engine/kernel/net/internet.ts";
import type { Tcp } from "../../engine/kernel/net/tcp.ts";
import type { Ipv4Packet } from "../../engine/wire/ipv4.ts";
import { formatIpv4 } from "../../engine/wire/ipv4-address.ts";
import { isMalformed } from "../../engine/wire/malformed.ts";
import { add, type Seq, seq } from "../../engine/wire/seq.ts";
import { decodeTcp, tcpFlag } from "../../engine/wire/tcp.ts";
import { noTcpOptions } from "../../engine/wire/tcp-options.ts";
import type { World } from "../../engine/world/world.ts";

export class TwoWayServer implements Transport {
  readonly #world: World;
  readonly #tcp: Tcp;
  readonly #bytes: number;

  /** @param tcp the host's own TCP, whose encoder is used. @param bytes how much is sent to whoever sent a SYN. */
  constructor(world: World, tcp: Tcp, bytes: number) {
    this.#world = world;
    this.#tcp = tcp;
    this.#bytes = bytes;
  }

  onDatagram(packet: Ipv4Packet): void {
    const syn = decodeTcp(packet.payload);
    if (isMalformed(syn) || (syn.flags & tcpFlag.syn) === 0) return;
    const local = { address: packet.destination, port: syn.destinationPort };
    const remote = { address: packet.source, port: syn.sourcePort };
    const connection = `${formatIpv4(local.address)}:${local.port} > ${formatIpv4(remote.address)}:${remote.port}`;
    const y = this.#tcp.chooseIss(local, remote, this.#world.now);
    const send = (flags: number, at: Seq, length: number): void =>
      this.#tcp.send(
        local,
        remote,
        {
          sourcePort: local.port,
          destinationPort: remote.port,
          seq: at,
          ack: add(syn.seq, 1),
          flags,
          window: 65_535,
          urgentPointer: 0,
          options: noTcpOptions,
          payload: new Uint8Array(length),
        },
        0,
      );
    send(tcpFlag.syn | tcpFlag.ack, y, 0);
    const state = { kind: "tcp.state", connection, from: "LISTEN", to: "ESTABLISHED", why: "receive SYN" } as const;
    this.#world.handle(this.#world.emit(this.#tcp.host, state));
    send(tcpFlag.psh | tcpFlag.ack, add(seq(y), 1), this.#bytes);
  }

  onError(): void {}
}
