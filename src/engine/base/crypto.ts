/** The only file of the engine that imports @noble/*: hashes now, and the ciphers, curves and key schedules of TLS beside them. */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";

/** SHA-256 (FIPS 180-4) of `bytes`: 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => nobleSha256(bytes);

/** SHA-256 fed piece by piece. */
export interface Hash {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}

export function createSha256(): Hash {
  const hash = nobleSha256.create();
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}
