/** What the calls of one transaction share: its payloads, and what earlier ones have left for later ones. */

import type { Payload } from '@stele/protocol';

/** What the transaction brings for its calls; undefined payloads: only their roots are known (a dry run). */
export type Payloads = readonly Payload[] | undefined;

export class CallScope {
  readonly payloads: Payloads;
  /** By contract and key; made when something is remembered, which few transactions do. */
  #remembered: Map<string, Uint8Array> | undefined;

  constructor(payloads: Payloads) {
    this.payloads = payloads;
  }

  recall(contract: string, key: string): Uint8Array | undefined {
    return this.#remembered?.get(nameOf(contract, key));
  }

  remember(contract: string, key: string, value: Uint8Array): void {
    this.#remembered ??= new Map();
    this.#remembered.set(nameOf(contract, key), value);
  }
}

/** No identifier has a slash. */
function nameOf(contract: string, key: string): string {
  return `${contract}/${key}`;
}
