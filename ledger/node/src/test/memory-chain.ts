/** A small chain for tests: its keys, its genesis, and transactions of its one customer. */

import { type Log, type Random, utf8 } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import type { Block, Candidate, Kernel } from '@stele/kernel';
import { inspectSubmission } from '@stele/kernel';
import { RULES_NEWEST } from '@stele/kernel/contract';
import {
  type Call,
  type ChainIdentity,
  encodeBody,
  encodeItem,
  encodeTransaction,
  fingerprintOf,
  itemToCbor,
  type Payload,
  payloadRootOf,
  type Signer,
  signingInput,
  type Submission,
  suiteOf,
  transactionId,
} from '@stele/protocol';
import { generateSigner, nodeCrypto } from '@stele/protocol/node';

import { makeGenesis } from '../genesis/genesis.ts';
import { openOperatorAccount, operatorAccount } from '../genesis/operator-account.ts';
import type { ChainDefinition } from '../recovery/chain-definition.ts';

export const MADE_MS = 1_760_000_000_000;

/** Different bytes for every seed and call, the same for the same. */
export function countingRandom(seed = 1): Random {
  let count = seed * 1_000_003;
  return {
    bytes: (length) =>
      Uint8Array.from({ length }, () => {
        count = (count * 48_271 + 11) % 2_147_483_647;
        return count & 255;
      }),
  };
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Blocks from an activation to the switch. */
const ACTIVATED_AHEAD = 3;

export class MemoryChain {
  readonly definition: ChainDefinition;
  readonly identity: ChainIdentity;
  readonly operator: Signer;
  readonly account: Uint8Array;
  readonly setup: readonly Call[];
  readonly organisation: Signer;
  readonly #random: Random;
  #made = 0;

  /** `rules`: of block 0; a chain that begins under older ones activates the newest in its first blocks. */
  constructor(seed = 1, rules = RULES_NEWEST) {
    const suite = suiteOf('intl', nodeCrypto);
    this.#random = countingRandom(seed);
    this.organisation = generateSigner().signer;
    this.operator = generateSigner().signer;
    this.account = operatorAccount(suite, this.operator.publicKey);
    this.setup = [openOperatorAccount(suite, this.operator)];
    const { genesis } = makeGenesis({
      suite,
      organisation: 'local',
      organisationName: 'Test',
      organisationKey: this.organisation,
      setup: this.setup,
      madeMs: MADE_MS,
      rules,
      random: this.#random,
    });
    this.definition = { suite, genesis, contracts: builtinContracts };
    this.identity = { suite, fingerprint: fingerprintOf(genesis, suite.crypto) };
  }

  /** A transaction that records something, or, with `items`, a batch of so many records in a payload. */
  submission(
    options: { readonly items?: number; readonly validUntilMs?: number } = {},
  ): Submission {
    const count = options.items ?? 0;
    const items = Array.from({ length: Math.max(1, count) }, () => this.#item());
    const payloads: Payload[] = count > 0 ? [{ kind: 'items', items: items.map(encodeItem) }] : [];
    const actors = [{ kind: 'account' as const, account: this.account }];
    const first = items[0];
    const call: Call =
      count > 0 || first === undefined
        ? { contract: 'evidence', method: 'batch', args: [this.#random.bytes(16), 0], actors }
        : { contract: 'evidence', method: 'record', args: [itemToCbor(first)], actors };
    return { tx: this.sign([call], payloads, options.validUntilMs), payloads };
  }

  /** A transaction of these calls, signed by the operator. */
  sign(
    calls: readonly Call[],
    payloads: readonly Payload[] = [],
    validUntilMs = MADE_MS + 3_600_000,
  ): Uint8Array {
    const { suite, fingerprint } = this.identity;
    const body = encodeBody({
      chain: fingerprint.slice(0, 8),
      validUntilMs,
      salt: this.#random.bytes(16),
      payer: null,
      lane: 'normal',
      calls,
      payloads: payloads.map((payload) => payloadRootOf(suite, payload)),
      extensions: new Map(),
    });
    const id = transactionId(suite, fingerprint, body);
    const { algorithm, publicKey: key } = this.operator;
    const signature = this.operator.sign(signingInput(id));
    return encodeTransaction({ body, signatures: [{ algorithm, key, signature }] });
  }

  /** Executes the next block of so many transactions, every third with a payload. */
  nextBlock(kernel: Kernel, count: number): Block {
    const records = Array.from({ length: count }, (_, i) =>
      this.submission(i % 3 === 2 ? { items: 2 } : {}),
    );
    return this.#blockOf(kernel, [...this.#activation(kernel), ...records]);
  }

  /** Of the newest rules, when the chain is under older ones and none is to come. */
  #activation({ tip }: Kernel): readonly Submission[] {
    if (tip.rules === RULES_NEWEST || tip.activation !== undefined) return [];
    const args = [RULES_NEWEST, tip.height + ACTIVATED_AHEAD];
    const actors = [{ kind: 'account' as const, account: this.account }];
    const call = { contract: 'chain', method: 'activate-rules', args, actors };
    return [{ tx: this.sign([call]), payloads: [] }];
  }

  /** Executes the next block of so many transactions without payloads. */
  nextPlainBlock(kernel: Kernel, count: number): Block {
    return this.#blockOf(
      kernel,
      Array.from({ length: count }, () => this.submission()),
    );
  }

  #blockOf(kernel: Kernel, submissions: readonly Submission[]): Block {
    const candidates: Candidate[] = submissions.map((submission) => ({
      ...inspectSubmission(this.identity, submission),
      verified: true,
    }));
    const { timeMs, epoch, engineHeight } = kernel.tip;
    const block = kernel.executeBlock({
      timeMs: timeMs + 1,
      epoch,
      engineHeight: engineHeight + 1,
      sealed: false,
      candidates,
    });
    if (block === undefined) throw new Error('the test makes blocks that hold something');
    return block;
  }

  #item(): Parameters<typeof encodeItem>[0] {
    this.#made++;
    const { suite } = this.identity;
    return {
      id: this.#random.bytes(16),
      digests: new Map([[1, suite.H(utf8(String(this.#made)))]]),
      salted: false,
      kind: '',
      supersedes: null,
      noteHash: null,
    };
  }
}
