/** The context in which a contract's method runs: its window on the block's state. */

import { assert, equal, failure } from '@stele/base';
import {
  type Call,
  type Payload,
  type Principal,
  TERM_BYTES_MAX,
  TERMS_MAX,
} from '@stele/protocol';
import type { AccountRow, CallContext, Contract, Rules } from '../contract/index.ts';
import type { BlockState } from '../state/block-state.ts';
import type { Table } from '../state/executed-state.ts';
import type { Environment } from './environment.ts';

/** Where a call stands. */
export interface CallPlace {
  readonly entryIndex: number;
  readonly callNumber: number;
  readonly setup: boolean;
}

/** What the transaction brings for its calls; undefined payloads: only their roots are known (a dry run). */
export type Payloads = readonly Payload[] | undefined;

/** Ends a dry run that cannot go on without a payload. */
export const PAYLOAD_NOT_GIVEN = 'PAYLOAD_NOT_GIVEN';

export class ContractContext implements CallContext {
  readonly rules: Rules;
  readonly height: number;
  readonly timeMs: number;
  readonly entryIndex: number;
  readonly callNumber: number;
  readonly setup: boolean;
  readonly actors: readonly Principal[];
  readonly #environment: Environment;
  readonly #state: BlockState;
  readonly #contract: Contract;
  readonly #payloads: Payloads;

  constructor(
    environment: Environment,
    place: CallPlace,
    call: { readonly contract: Contract; readonly actors: Call['actors'] },
    payloads: Payloads,
  ) {
    this.rules = environment.rules;
    this.height = environment.height;
    this.timeMs = environment.timeMs;
    this.entryIndex = place.entryIndex;
    this.callNumber = place.callNumber;
    this.setup = place.setup;
    this.actors = call.actors;
    this.#environment = environment;
    this.#state = environment.state;
    this.#contract = call.contract;
    this.#payloads = payloads;
  }

  get(table: string, key: Uint8Array): Uint8Array | undefined {
    return this.#state.get(this.#table(table), key)?.value;
  }

  put(table: string, key: Uint8Array, value: Uint8Array, terms?: readonly Uint8Array[]): void {
    if (terms !== undefined) checkTerms(terms);
    this.#state.put(this.#table(table), key, value, terms);
  }

  delete(table: string, key: Uint8Array): void {
    this.#state.delete(this.#table(table), key);
  }

  emit(type: string, key: Uint8Array, value: Uint8Array): void {
    assert(this.#contract.events.has(type), 'a contract emits events it has declared');
    this.#state.say('event', { contract: this.#contract.name, name: type }, { key, value });
  }

  payloadItems(number: number): readonly Uint8Array[] | undefined {
    if (this.#payloads === undefined) {
      throw failure(PAYLOAD_NOT_GIVEN, 'the outcome depends on a payload that is not at hand');
    }
    const payload = this.#payloads[number];
    return payload?.kind === 'items' ? payload.items : undefined;
  }

  /** Whether one organisation governs the chain. For the kernel's own contract. */
  get isGovernedByOne(): boolean {
    return this.#environment.memberCount === 1;
  }

  /** An account, as the kernel knows it. For the kernel's own contract. */
  account(id: Uint8Array): AccountRow | undefined {
    return this.#environment.accounts.get(id);
  }

  #table(name: string): Table {
    assert(this.#contract.tables.has(name), 'a contract touches tables it has declared');
    return this.#state.table(this.#contract.name, name);
  }
}

function checkTerms(terms: readonly Uint8Array[]): void {
  assert(terms.length <= TERMS_MAX, 'a put is filed under few terms');
  for (const [i, term] of terms.entries()) {
    assert(term.length > 0 && term.length <= TERM_BYTES_MAX, 'a term is of 1 to 80 bytes');
    for (let j = 0; j < i; j++) {
      assert(!equal(terms[j] ?? term, term), 'the terms of a put are different');
    }
  }
}
