/**
 * Which nonces were used (RFC 9421 §7.2.2), for as long as the request they belong to could be fresh. In memory only, and bounded.
 * A restarted server has forgotten them, so it accepts nothing that may have been used before it started: the alternative would
 * be a write to disk for every request. The same guards against a clock that is set back.
 */

import { hash } from 'node:crypto';
import { failure, rejection } from '@stele/base';
import {
  NONCES_MAX,
  NONCES_PER_KEY_MAX,
  SIGNATURE_AGE_MS_MAX,
  SIGNATURE_LEAD_MS_MAX,
} from '../limits.ts';

export interface NonceMemory {
  /** What was signed before this may have been used, and nobody would remember. */
  readonly floorMs: number;
  /**
   * Takes a nonce of a valid signature. Rejects with REQUEST_SIGNATURE_REPLAYED when it was used before; fails with NONCES_TOO_MANY when as
   * many are remembered as may be.
   */
  use(keyId: string, nonce: string, createdMs: number): void;
}

interface NonceLimits {
  readonly all: number;
  readonly perKey: number;
}

/** Nonces are forgotten by the slot, not one by one. */
const SLOT_MS = 10_000;

class Slots implements NonceMemory {
  #floorMs: number;
  readonly #nowMs: () => number;
  readonly #limits: NonceLimits;
  /** By the slot that `created` falls into; each nonce with the key it belongs to. */
  readonly #slots = new Map<number, Map<string, string>>();
  readonly #countsByKey = new Map<string, number>();
  #count = 0;
  #cleanedMs: number;

  constructor(nowMs: () => number, limits: NonceLimits) {
    this.#nowMs = nowMs;
    this.#limits = limits;
    this.#cleanedMs = nowMs();
    this.#floorMs = this.#cleanedMs + SIGNATURE_LEAD_MS_MAX;
  }

  get floorMs(): number {
    return this.#floorMs;
  }

  use(keyId: string, nonce: string, createdMs: number): void {
    this.#clean();
    const name = nameOf(keyId, nonce);
    if (this.#isUsed(name)) {
      throw rejection('REQUEST_SIGNATURE_REPLAYED', 'the nonce of this signature was used before');
    }
    this.#makeRoom(keyId);
    this.#slotOf(createdMs).set(name, keyId);
    this.#count++;
    this.#countsByKey.set(keyId, (this.#countsByKey.get(keyId) ?? 0) + 1);
  }

  #slotOf(createdMs: number): Map<string, string> {
    const number = Math.floor(createdMs / SLOT_MS);
    const slot = this.#slots.get(number) ?? new Map<string, string>();
    this.#slots.set(number, slot);
    return slot;
  }

  /** In any slot: a nonce is used once, whatever time stands beside it the second time. */
  #isUsed(name: string): boolean {
    for (const slot of this.#slots.values()) if (slot.has(name)) return true;
    return false;
  }

  #makeRoom(keyId: string): void {
    const { all, perKey } = this.#limits;
    if (this.#count < all && (this.#countsByKey.get(keyId) ?? 0) < perKey) return;
    throw failure('NONCES_TOO_MANY', 'too many signed requests within five minutes', {
      retryable: true,
      data: { retryAfterMs: SLOT_MS },
    });
  }

  #clean(): void {
    const nowMs = this.#nowMs();
    if (Math.abs(nowMs - this.#cleanedMs) < SLOT_MS) return;
    this.#cleanedMs = nowMs;
    for (const [number, slot] of this.#slots) {
      if ((number + 1) * SLOT_MS + SIGNATURE_AGE_MS_MAX < nowMs) this.#forget(number, slot);
    }
  }

  #forget(number: number, slot: ReadonlyMap<string, string>): void {
    this.#slots.delete(number);
    this.#floorMs = Math.max(this.#floorMs, (number + 1) * SLOT_MS);
    this.#count -= slot.size;
    for (const keyId of slot.values()) {
      const left = (this.#countsByKey.get(keyId) ?? 0) - 1;
      if (left > 0) this.#countsByKey.set(keyId, left);
      else this.#countsByKey.delete(keyId);
    }
  }
}

/** 128 bits of a hash: as short as is safe, for there are many. No key's id has a line feed, nor can a nonce. */
function nameOf(keyId: string, nonce: string): string {
  return hash('sha256', `${keyId}\n${nonce}`, 'buffer').toString('latin1', 0, 16);
}

/** An empty memory that begins now. */
export function nonceMemory(
  nowMs: () => number,
  limits: NonceLimits = { all: NONCES_MAX, perKey: NONCES_PER_KEY_MAX },
): NonceMemory {
  return new Slots(nowMs, limits);
}
