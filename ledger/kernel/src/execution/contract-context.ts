/** The context in which a contract's code runs: its window on the block's state. A hook's is the same, and read-only. */

import { assert, equal, failure, rejection, type CodedError } from '@stele/base';
import {
  type Call,
  type CborValue,
  type DigestAlgorithm,
  type Principal,
  TERM_BYTES_MAX,
  TERMS_MAX,
  TIMER_KEY_BYTES_MAX,
} from '@stele/protocol';
import type {
  AccountRow,
  CallContext,
  Contract,
  Rules,
  Table as TableDefinition,
} from '../contract/index.ts';
import type { BlockState } from '../state/block-state.ts';
import type { Table } from '../state/executed-state.ts';
import type { CallScope } from './call-scope.ts';
import type { Environment } from './environment.ts';
import { outcomeOf } from './outcome.ts';
import { prepareCall } from './prepared-call.ts';

/** Where a call stands. */
export interface CallPlace {
  readonly entryIndex: number;
  readonly callNumber: number;
  readonly setup: boolean;
}

/** Whose code runs, and for whom. */
export interface Running {
  readonly contract: Contract;
  readonly actors: Call['actors'];
  /** Whether it was asked, and so may only refuse. */
  readonly isHook?: boolean;
}

/** Ends a dry run that cannot go on without a payload. */
export const PAYLOAD_NOT_GIVEN = 'PAYLOAD_NOT_GIVEN';
/** Said of a hook that does more than refuse. */
const HOOK_WROTE = 'HOOK_WROTE';

export class ContractContext implements CallContext {
  readonly rules: Rules;
  readonly height: number;
  readonly timeMs: number;
  readonly entryIndex: number;
  readonly callNumber: number;
  readonly setup: boolean;
  readonly actors: readonly Principal[];
  /** Set when the transaction is refused already, whatever the contract's code makes of that: by a hook, or for being one that wrote. */
  refusal: string | undefined;
  readonly #environment: Environment;
  readonly #state: BlockState;
  readonly #running: Running;
  readonly #scope: CallScope;

  constructor(environment: Environment, place: CallPlace, running: Running, scope: CallScope) {
    this.rules = environment.rules;
    this.height = environment.height;
    this.timeMs = environment.timeMs;
    this.entryIndex = place.entryIndex;
    this.callNumber = place.callNumber;
    this.setup = place.setup;
    this.actors = running.actors;
    this.#environment = environment;
    this.#state = environment.state;
    this.#running = running;
    this.#scope = scope;
  }

  get(table: string, key: Uint8Array): Uint8Array | undefined {
    return this.#state.get(this.#table(table), key)?.value;
  }

  put(table: string, key: Uint8Array, value: Uint8Array, terms?: readonly Uint8Array[]): void {
    this.#beAllowedToWrite();
    if (terms !== undefined) checkTerms(terms);
    if (this.#declared(table).once) this.#state.putNew(this.#table(table), key, value, terms);
    else this.#state.put(this.#table(table), key, value, terms);
  }

  delete(table: string, key: Uint8Array, terms?: readonly Uint8Array[]): void {
    this.#beAllowedToWrite();
    if (terms !== undefined) checkTerms(terms);
    const keepsEnd = this.#declared(table).ends;
    this.#state.delete(this.#table(table), key, { terms, keepsEnd });
  }

  emit(type: string, key: Uint8Array, value: Uint8Array): void {
    this.#beAllowedToWrite();
    const { name, events } = this.#contract;
    assert(events.has(type), 'a contract emits events it has declared');
    this.#state.say('event', { contract: name, name: type }, { key, value });
  }

  payloadItems(number: number): readonly Uint8Array[] | undefined {
    const { payloads } = this.#scope;
    if (payloads === undefined) {
      throw failure(PAYLOAD_NOT_GIVEN, 'the outcome depends on a payload that is not at hand');
    }
    const payload = payloads[number];
    return payload?.kind === 'items' ? payload.items : undefined;
  }

  hash(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array {
    return this.#environment.crypto.hash(algorithm, bytes);
  }

  account(id: Uint8Array): AccountRow | undefined {
    return this.#environment.accounts.get(id);
  }

  recall(key: string): Uint8Array | undefined {
    return this.#scope.recall(this.#contract.name, key);
  }

  remember(key: string, value: Uint8Array): void {
    this.#scope.remember(this.#contract.name, key, value);
  }

  /** Passes on what a refusal says. */
  explain({ code, message }: CodedError): void {
    this.#environment.onRefusal?.(code, message);
  }

  ask(contract: string, method: string, args: readonly CborValue[]): void {
    this.#beAllowedToWrite();
    const { actors } = this;
    const prepared = prepareCall(this.#environment, { contract, method, args, actors });
    if (prepared.kind === 'bad') {
      this.#refuse(prepared.code === 'CALL_UNKNOWN' ? 'CONTRACT_UNKNOWN' : prepared.code);
    }
    const running = { contract: prepared.contract, actors, isHook: true };
    const context = new ContractContext(this.#environment, this, running, this.#scope);
    const code = outcomeOf(prepared.contract, context, () => {
      prepared.method.run(context, prepared.args as never);
    });
    if (code !== '') this.#refuse(code);
  }

  schedule(atMs: number, key: Uint8Array): void {
    this.#beAllowedToWrite();
    assert(this.rules.hasAssets, 'there are no timers under older rules');
    assert(this.#contract.timer !== undefined, 'a contract that schedules has a timer');
    assert(Number.isSafeInteger(atMs) && atMs >= 0, 'a timer is due at a time');
    assert(key.length <= TIMER_KEY_BYTES_MAX, 'the key of a timer is short');
    this.#environment.timers.schedule({ atMs, contract: this.#contract.name, key });
  }

  unschedule(key: Uint8Array): void {
    this.#beAllowedToWrite();
    this.#environment.timers.unschedule(this.#contract.name, key);
  }

  /** Whether one organisation governs the chain. For the kernel's own contract. */
  get isGovernedByOne(): boolean {
    return this.#environment.memberCount === 1;
  }

  get #contract(): Contract {
    return this.#running.contract;
  }

  #beAllowedToWrite(): void {
    if (this.#running.isHook === true) this.#refuse(HOOK_WROTE);
  }

  #refuse(code: string): never {
    this.refusal ??= code;
    throw rejection(code, 'a contract that was asked has ended the transaction');
  }

  #table(name: string): Table {
    const { name: contract } = this.#contract;
    return this.#state.table(contract, this.#declared(name).name);
  }

  #declared(name: string): TableDefinition {
    const declared = this.#contract.tables.get(name);
    assert(declared !== undefined, 'a contract touches tables it has declared');
    return declared;
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
