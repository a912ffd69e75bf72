/** A small chain in memory for tests: opens accounts in its setup, builds transactions, executes and stores blocks. */

import {
  type Call,
  type Charter,
  encodeBody,
  encodeCharter,
  encodeSetup,
  encodeTransaction,
  type Payload,
  payloadRootOf,
  type Principal,
  principalToCbor,
  type Signature,
  type TransactionContent,
} from '@stele/protocol';
import type { Kernel } from '../src/index.ts';
import {
  type Block,
  type BlockInput,
  type Candidate,
  inspectSubmission,
  MemoryStore,
  openKernel,
  type StoredBlock,
} from '../src/index.ts';
import { type Contract, RULES_NEWEST, type RulesTable } from '../src/contract/index.ts';
import { numbered, type Person, suite } from './person.ts';

export const MADE_MS = 1_800_000_000_000;

/** An account that the setup opens. */
export interface Opening {
  readonly person: Person;
  readonly quota?: number | null;
  readonly administrator?: boolean;
  readonly authority?: Principal;
}

export function openCall({ person, quota, administrator, authority }: Opening): Call {
  return {
    contract: 'accounts',
    method: 'open',
    args: [
      person.account,
      principalToCbor(authority ?? person.key),
      quota ?? null,
      administrator ?? false,
    ],
    actors: [person.principal],
  };
}

/** Charter 0 of a chain whose block 0 runs `setup`. */
export function charterFor(setup: readonly Call[], change: Partial<Charter> = {}): Uint8Array {
  return encodeCharter({
    seq: 0,
    previous: null,
    members: [
      {
        organisation: 'museum',
        name: 'A museum',
        weight: 1,
        keys: [{ algorithm: 1, key: numbered(32, 99) }],
        certificates: null,
      },
    ],
    threshold: 1,
    suite: 'intl',
    policy: { entries: 'public', rules: RULES_NEWEST },
    setup: setup.length === 0 ? null : suite.H(encodeSetup(setup)),
    nonce: numbered(16, 7),
    madeMs: MADE_MS,
    ...change,
  });
}

/** What a test says of a transaction; the rest is filled in. */
export interface Draft {
  readonly calls: readonly Call[];
  readonly signers: readonly { readonly signature: Signature }[];
  readonly payloads?: readonly Payload[];
  readonly content?: Partial<TransactionContent>;
  readonly verified?: boolean | undefined;
}

export interface TestChainOptions {
  readonly contracts: readonly Contract[];
  readonly openings?: readonly Opening[];
  readonly store?: MemoryStore;
  /** The rules number of block 0; the newest by default. */
  readonly rules?: number | undefined;
  /** What the program knows. */
  readonly known?: RulesTable | undefined;
}

export class TestChain {
  readonly kernel: Kernel;
  readonly store: MemoryStore;
  readonly genesis: Uint8Array;
  readonly contracts: readonly Contract[];
  /** Every block so far. */
  readonly blocks: Block[] = [];
  #salt = 0;

  /** Makes block 0. */
  static async create(options: TestChainOptions): Promise<TestChain> {
    const { openings = [], rules = RULES_NEWEST } = options;
    const setup = openings.map(openCall);
    const policy = { entries: 'public', rules } as const;
    const chain = new TestChain(options, charterFor(setup, { policy }));
    await chain.take(chain.kernel.genesisBlock(setup));
    return chain;
  }

  /** A chain that has no block yet, for blocks that come from elsewhere. */
  static empty(options: TestChainOptions, genesis: Uint8Array): TestChain {
    return new TestChain(options, genesis);
  }

  private constructor({ contracts, store, known }: TestChainOptions, genesis: Uint8Array) {
    this.contracts = contracts;
    this.genesis = genesis;
    this.store = store ?? new MemoryStore();
    this.kernel = openKernel({ suite, genesis, store: this.store, contracts, rules: known });
  }

  /** A kernel that starts from a copy of what is stored now, and knows the program's rules unless told others. */
  reopened(known?: RulesTable): Kernel {
    const { genesis, contracts } = this;
    const store = this.store.clone();
    return openKernel({ suite, genesis, store, contracts, rules: known });
  }

  /** An inspected transaction, by default signed, timely, and like no other. */
  candidate(draft: Draft): Candidate {
    const payloads = draft.payloads ?? [];
    const body = encodeBody({
      chain: this.kernel.identity.fingerprint.subarray(0, 8),
      validUntilMs: this.kernel.tip.timeMs + 3_600_000,
      salt: numbered(16, ++this.#salt),
      payer: null,
      lane: 'normal',
      calls: draft.calls,
      payloads: payloads.map((payload) => payloadRootOf(suite, payload)),
      extensions: new Map(),
      ...draft.content,
    });
    const signatures = draft.signers.map(({ signature }) => signature);
    const tx = encodeTransaction({ body, signatures });
    const candidate = inspectSubmission(this.kernel.identity, { tx, payloads });
    return { ...candidate, verified: 'verified' in draft ? draft.verified : true };
  }

  /** Executes what may be a block, without applying it. */
  execute(candidates: readonly Candidate[], timeMs?: number): Block | undefined {
    return this.kernel.executeBlock(this.input(candidates, timeMs));
  }

  /** Candidates as what the next block is made of. */
  input(candidates: readonly Candidate[], timeMs?: number): BlockInput {
    const { tip } = this.kernel;
    return {
      timeMs: timeMs ?? tip.timeMs + 1,
      epoch: tip.epoch,
      engineHeight: tip.engineHeight + 1,
      sealed: false,
      candidates,
    };
  }

  /** Executes, applies and stores a block. Answers the outcome codes, one a candidate; void ones in brackets. */
  async run(...drafts: readonly Draft[]): Promise<string[]> {
    const candidates = drafts.map((draft) => this.candidate(draft));
    return this.runCandidates(candidates);
  }

  async runCandidates(candidates: readonly Candidate[], timeMs?: number): Promise<string[]> {
    const input = this.input(candidates, timeMs);
    const block = this.kernel.executeBlock(input);
    const results = block?.results ?? this.kernel.judge(input);
    if (block !== undefined) await this.take(block);
    return results.map(({ code, index }) => (index === undefined ? `[${code}]` : code));
  }

  /** Applies and stores a block. */
  async take(block: Block): Promise<void> {
    this.kernel.apply(block);
    this.blocks.push(block);
    await this.store.write(block.operations);
    this.kernel.persisted(block.height);
  }
}

/** A block as a node would read it back from its disk. */
export function stored({ entries, payloads }: Block, trusted = true): StoredBlock {
  const byIndex = new Map(payloads.map(({ index, payloads: kept }) => [index, kept]));
  return { entries, payloads: byIndex, trusted };
}
