/** What an uplink needs of a real network device: datagrams in and out, and to be told when there are some. */
export interface Wire {
  /** The next datagram that came in, whoever keeps it; null: there is none now. Never waits. */
  read(): Uint8Array | null;
  /** Hands a datagram to the device. False: it was not taken, as a wire loses frames. Never waits. */
  write(datagram: Uint8Array): boolean;
  /** Resolves when there is something to read, or after so many milliseconds, whatever comes first. */
  readable(timeoutMs: number): Promise<void>;
  close(): void;
}
