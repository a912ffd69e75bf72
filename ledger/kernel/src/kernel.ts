/**
 * The state machine: given a decided batch it says what it means, as a block (spec/block.md, spec/contracts.md). Pure and
 * deterministic: no clock, no randomness, no input or output but reads of its store. It decides nothing about order, and keeps
 * nothing: the caller stores a block's entries, payloads and operations, and says when it has.
 *
 * The life of a block: `deliver` → `executeBlock` → `apply` → (the caller stores it) → `persisted`. Any number of blocks may be
 * executed and applied before the first is persisted.
 */

import { assert, type CodedError, equal, failure } from '@stele/base';
import {
  type Call,
  type ChainIdentity,
  decodeCharter,
  fingerprintOf,
  type Suite,
} from '@stele/protocol';
import type { Block, BlockInput } from './block/block.ts';
import type { Chain } from './block/builder.ts';
import { type Delivery, openDelivery, packBlock } from './block/delivery.ts';
import { type Genesis, genesisBlock } from './block/genesis.ts';
import { lineageBlock, type LineageInput, lineageOf } from './block/lineage.ts';
import { environmentOf, type Machine } from './block/machine.ts';
import { rederiveBlock, type StoredBlock } from './block/rederive.ts';
import { transactionBlock, transactionResults } from './block/transactions.ts';
import { ACCOUNTS_CONTRACT, type Contract, RULES, type RulesTable } from './contract/index.ts';
import type { Result } from './execution/candidate.ts';
import { activationIn, chainContract } from './execution/chain-contract.ts';
import { type DryRun, type DryRunInput, dryRun } from './execution/dry-run.ts';
import { KeyHashes } from './execution/signers.ts';
import { Timers } from './execution/timers.ts';
import { BlockState } from './state/block-state.ts';
import { ExecutedState } from './state/executed-state.ts';
import { chunkCountOf, LiveBits } from './state/live-bits.ts';
import { decodeTip, emptyTip, type StoredTip, type Tip } from './state/tip.ts';
import { byteString } from './store/byte-string.ts';
import { liveKey, type Row, TIP_KEY } from './store/layout.ts';
import type { KvStore } from './store/store.ts';

export interface KernelOptions {
  readonly suite: Suite;
  /** Charter 0, as encoded. */
  readonly genesis: Uint8Array;
  /** The state so far, or nothing: before block 0. */
  readonly store: KvStore;
  readonly contracts: readonly Contract[];
  /** The rules this program knows (spec/block.md, "Rules have numbers"); another table is for tests of what one that knows others does. */
  readonly rules?: RulesTable | undefined;
}

/**
 * Opens the state machine where its store left off. Rejects with the codes of a charter; fails with CHAIN_MISMATCH or
 * STATE_DAMAGED. That the chain cannot go on from there is no failure yet: `ending` says so.
 */
export function openKernel(options: KernelOptions): Kernel {
  const { suite, genesis, store, contracts, rules = RULES } = options;
  const charter = decodeCharter(genesis, suite.crypto);
  const fingerprint = fingerprintOf(genesis, suite.crypto);
  const stored = store.get(TIP_KEY);
  const executed = new ExecutedState(store);
  const tip =
    stored === undefined
      ? emptyTip(suite.logHash, charter.policy.rules)
      : ownTip(decodeTip(stored, suite.logHash), fingerprint, executed);
  const live = new LiveBits(suite.H, storedChunks(store, tip.effectCount));
  return new Kernel({
    chain: { suite, fingerprint, executed, live, tip },
    genesis: { bytes: genesis, charter },
    contracts: byName(contracts),
    keyHashes: new KeyHashes(suite),
    rules,
  });
}

function ownTip(
  { fingerprint, tip }: StoredTip,
  expected: Uint8Array,
  executed: ExecutedState,
): Tip {
  const activation = activationIn(new BlockState(executed, tip.effectCount));
  if (equal(fingerprint, expected)) return { ...tip, activation };
  throw failure('CHAIN_MISMATCH', 'the stored state is that of another chain', {
    action: 'use the data folder that belongs to this genesis',
  });
}

function unknownRules(rules: number): CodedError {
  return failure(
    'RULES_UNKNOWN',
    `the next block is under rules ${String(rules)}, which this version does not know`,
    { action: 'use a newer version of Stele with this data folder', data: { rules } },
  );
}

function* storedChunks(store: KvStore, effectCount: number): Generator<Uint8Array> {
  for (let i = 0; i < chunkCountOf(effectCount); i++) {
    const chunk = store.get(liveKey(i));
    if (chunk === undefined) {
      throw failure('STATE_DAMAGED', `chunk ${String(i)} of the live bits is missing`, {
        action: 'delete the state folder: it is derived again from the log',
      });
    }
    yield chunk;
  }
}

function byName(contracts: readonly Contract[]): ReadonlyMap<string, Contract> {
  const named = new Map(contracts.map((contract) => [contract.name, contract]));
  assert(named.size === contracts.length, 'contracts have different names');
  assert(!named.has(chainContract.name), 'the name "chain" is the kernel’s own');
  assert(named.has(ACCOUNTS_CONTRACT), 'without accounts nobody could pay');
  return named.set(chainContract.name, chainContract);
}

interface Parts {
  readonly chain: Chain;
  readonly genesis: Genesis;
  readonly contracts: Machine['contracts'];
  readonly keyHashes: KeyHashes;
  readonly rules: RulesTable;
}

export class Kernel {
  #chain: Chain;
  readonly #parts: Omit<Parts, 'chain'>;

  /** Made by openKernel. */
  constructor({ chain, ...parts }: Parts) {
    this.#chain = chain;
    this.#parts = parts;
  }

  /** Where the chain stands after the last applied block. */
  get tip(): Tip {
    return this.#chain.tip;
  }

  /** What a transaction must be made for. */
  get identity(): ChainIdentity {
    const { suite, fingerprint } = this.#chain;
    return { suite, fingerprint };
  }

  get contracts(): ReadonlyMap<string, Contract> {
    return this.#parts.contracts;
  }

  /** The rules this program knows. */
  get rules(): RulesTable {
    return this.#parts.rules;
  }

  /**
   * Why there is no next block with this program: RULES_UNKNOWN. What is applied can be read and stored; whatever would make or try
   * out a block fails with this.
   */
  get ending(): CodedError | undefined {
    const { rules } = this.tip;
    return this.rules.has(rules) ? undefined : unknownRules(rules);
  }

  /** Block 0. Rejects with SETUP_MISMATCH or SETUP_REFUSED. */
  genesisBlock(setup: readonly Call[]): Block {
    assert(this.tip.height < 0, 'a chain has one block 0');
    return genesisBlock(this.#chain, this.#machine(), this.#parts.genesis, setup);
  }

  /** The lineage the chain is in: 0 until a restore opens another (spec/membership.md, "Origin and key names"). */
  get lineage(): number {
    return lineageOf(this.#chain);
  }

  /** The block that opens the next lineage; to be applied like any other. Rejects with LINEAGE_REASON_SIZE. */
  lineageBlock(input: LineageInput): Block {
    assert(this.tip.height >= 0, 'block 0 comes first');
    this.#machine();
    return lineageBlock(this.#chain, input);
  }

  /** A delivery of the ordering engine as the input of the next block. Reads nothing but bytes. */
  deliver(delivery: Delivery): BlockInput {
    return packBlock(this.tip.timeMs, openDelivery(this.identity, delivery));
  }

  /** Executes a batch. Undefined: nothing in it leaves an entry, so there is no block. Changes nothing until `apply`. */
  executeBlock(input: BlockInput): Block | undefined {
    assert(this.tip.height >= 0, 'block 0 comes first');
    return transactionBlock(this.#chain, this.#machine(), input);
  }

  /** What would become of a batch's candidates: for the reasons of a batch that made no block. Changes nothing. */
  judge(input: BlockInput): readonly Result[] {
    return transactionResults(this.#chain, this.#machine(), input);
  }

  /** Executes a stored block again; to be applied like any other. Fails with DERIVATION_MISMATCH or RULES_UNKNOWN. */
  rederive(stored: StoredBlock): Block {
    this.#machine();
    return rederiveBlock(
      {
        chain: this.identity,
        height: this.tip.height + 1,
        firstIndex: this.tip.logSize,
        previousTimeMs: this.tip.timeMs,
        genesisBlock: (setup) => this.genesisBlock(setup),
        executeBlock: (input) => this.executeBlock(input),
        lineageBlock: (input) => this.lineageBlock(input),
      },
      stored,
    );
  }

  /** Makes an executed block count: what follows builds on it, whether or not it is stored yet. */
  apply({ advance }: Block): void {
    assert(advance.from === this.tip, 'the block was executed on this very tip');
    this.#chain.executed.push(advance.layer);
    this.#chain.live.commit(advance.live);
    this.#chain = { ...this.#chain, tip: advance.to };
  }

  /** Says that the operations of all blocks up to `height` are in the store. */
  persisted(height: number): void {
    assert(height <= this.tip.height, 'only applied blocks are persisted');
    this.#chain.executed.persisted(height);
  }

  /** When the next block is called for though no transaction asks for one: the time of the first timer. */
  get nextTimerAtMs(): number | undefined {
    return new Timers(new BlockState(this.#chain.executed, this.tip.effectCount)).next?.atMs;
  }

  /** What a transaction would do in the next block. */
  dryRun(input: DryRunInput): DryRun {
    const { executed, tip } = this.#chain;
    const state = new BlockState(executed, tip.effectCount);
    const environment = environmentOf(this.#machine(), {
      state,
      height: tip.height + 1,
      timeMs: Math.max(input.timeMs, tip.timeMs + 1),
    });
    return dryRun(environment, input, tip.logSize);
  }

  /** A row as of the last applied block, which may not be persisted yet. */
  row(contract: string, table: string, key: Uint8Array): Row | undefined {
    const state = new BlockState(this.#chain.executed, this.tip.effectCount);
    return state.get(state.table(contract, table), key);
  }

  /** Whether a transaction is in an applied block. */
  isKnown(id: Uint8Array): boolean {
    return this.#chain.executed.entryIndexOf(byteString(id), id) !== undefined;
  }

  /** What makes the next block. Fails with RULES_UNKNOWN. */
  #machine(): Machine {
    const { contracts, keyHashes, genesis } = this.#parts;
    const { crypto } = this.#chain.suite;
    const rules = this.rules.get(this.tip.rules);
    if (rules === undefined) throw unknownRules(this.tip.rules);
    return { contracts, crypto, keyHashes, rules, memberCount: genesis.charter.members.length };
  }

  /** The bits after the last applied block. */
  get liveBits(): Pick<LiveBits, 'root' | 'isLive'> {
    return this.#chain.live;
  }
}
