/**
 * A small chain from fixed seeds, run by the kernel itself: customers who really sign, blocks, what was asked for and left nothing,
 * checkpoints, receipts. The same on every run and every machine.
 */

import assert from 'node:assert/strict';
import { compare } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import {
  type Block,
  type BlockInput,
  inspectSubmission,
  type Kernel,
  MemoryStore,
  openKernel,
} from '@stele/kernel';
import type { RulesTable } from '@stele/kernel/contract';
import { operatorAccount } from '@stele/node';
import {
  type Call,
  type ChainIdentity,
  cosignerName,
  encodeCharter,
  encodeSetup,
  encodeSignature,
  encodeStatement,
  fingerprintOf,
  formatProof,
  inclusionPath,
  type KeyPrincipal,
  keyPrincipal,
  originOf,
  type Payload,
  payloadRootOf,
  type Principal,
  principalToCbor,
  type Receipt,
  type ReceiptItem,
  signCheckpoint,
  type Signer,
  statementSigningInput,
  type Submission,
} from '@stele/protocol';
import {
  charterOf,
  contentOf,
  ed25519Signer,
  organisation,
  seeded,
  signedBy,
  signedTransaction,
  statementOf,
  suite,
} from '../world.ts';

/** In the past wherever these chains are run: a node whose clock is behind its chain takes nothing. */
export const MADE_MS = 1_760_000_000_000;
const BLOCK_MS = 1_000;

/** A customer: a key, and the account that genesis opens for it. */
export interface Customer {
  readonly signer: Signer;
  readonly account: Uint8Array;
  readonly principal: Principal;
  readonly key: KeyPrincipal;
}

export function customer(label: string): Customer {
  const signer = ed25519Signer(label);
  const account = operatorAccount(suite, signer.publicKey);
  const key = keyPrincipal(suite, signer.algorithm, signer.publicKey);
  return { signer, account, principal: { kind: 'account', account }, key };
}

export interface Opening {
  readonly customer: Customer;
  readonly quota: number | null;
  readonly administrator: boolean;
}

export interface Beginning {
  readonly openings: readonly Opening[];
  /** The rules of block 0; 1 unless told, as of chains that have a past. */
  readonly first?: number;
  /** Setup calls after the openings. */
  readonly setup?: readonly Call[];
  /** What the program knows that makes the chain. */
  readonly known?: RulesTable | undefined;
}

function openCall({ customer: { account, key, principal }, quota, administrator }: Opening): Call {
  const args = [account, principalToCbor(key), quota, administrator];
  return { contract: 'accounts', method: 'open', args, actors: [principal] };
}

/** What one transaction asks for. */
export interface Draft {
  readonly calls: readonly Call[];
  readonly signers: readonly Customer[];
  readonly payloads?: readonly Payload[];
}

/** What was handed in for a block and left nothing in it. */
export interface VoidSubmission {
  readonly height: number;
  /** How many of the block's entries come of what was handed in before it. */
  readonly behind: number;
  readonly tx: Uint8Array;
  readonly code: string;
}

export class GoldenChain {
  readonly name: string;
  readonly owner = organisation('museum');
  readonly genesis: Uint8Array;
  readonly setup: readonly Call[];
  readonly identity: ChainIdentity;
  readonly kernel: Kernel;
  readonly blocks: Block[] = [];
  readonly voids: VoidSubmission[] = [];
  #made = 0;

  constructor(name: string, { openings, first = 1, setup = [], known }: Beginning) {
    this.name = name;
    this.setup = [...openings.map(openCall), ...setup];
    this.genesis = encodeCharter(
      charterOf([this.owner], {
        policy: { entries: 'public', rules: first },
        setup: suite.H(encodeSetup(this.setup)),
        nonce: seeded(`${name}/nonce`, 16),
        madeMs: MADE_MS,
      }),
    );
    this.identity = { suite, fingerprint: fingerprintOf(this.genesis, suite.crypto) };
    const store = new MemoryStore();
    const { genesis } = this;
    const contracts = builtinContracts;
    this.kernel = openKernel({ suite, genesis, store, contracts, rules: known });
    this.#apply(this.kernel.genesisBlock(this.setup));
  }

  /** Signs a draft as a transaction like no other. */
  submission(draft: Draft): Submission {
    const salt = this.#salt();
    return { tx: this.#sign(draft, salt), payloads: draft.payloads ?? [] };
  }

  /** One transaction with several sets of signatures, which are not in its id. */
  versions(...drafts: readonly Draft[]): readonly Submission[] {
    const salt = this.#salt();
    return drafts.map((draft) => ({ tx: this.#sign(draft, salt), payloads: [] }));
  }

  /** Executes the next block; answers the codes, those of void submissions in brackets. */
  run(...submissions: readonly Submission[]): readonly string[] {
    const { kernel } = this;
    const height = kernel.tip.height + 1;
    const candidates = submissions.map((one) => inspectSubmission(this.identity, one));
    const block = kernel.executeBlock(inputAt(kernel, candidates)) ?? assert.fail('an empty block');
    let behind = 0;
    block.results.forEach(({ code, index }, i) => {
      const { tx } = submissions[i] ?? assert.fail();
      if (index === undefined) this.voids.push({ height, behind, tx, code });
      else behind++;
    });
    this.#apply(block);
    return block.results.map(({ code, index }) => (index === undefined ? `[${code}]` : code));
  }

  /** The log's checkpoint as the node signed it after a block. */
  checkpointAt(height: number): string {
    const { size, root, header } = this.blocks[height] ?? assert.fail(`no block ${String(height)}`);
    const { crypto } = suite;
    const { log, cosigner, name } = this.owner;
    const origin = originOf(this.identity.fingerprint, 0);
    const signers = { crypto, log, cosigner, cosignerName: cosignerName(origin, name, 'node-1') };
    return signCheckpoint(signers, { origin, size, root }, header.timeMs / 1_000);
  }

  /** The node's statement, with the signature of its organisation. */
  get statement(): { readonly bytes: Uint8Array; readonly signature: Uint8Array } {
    const [notBeforeMs, notAfterMs] = [MADE_MS, MADE_MS + 31_536_000_000];
    const bytes = encodeStatement(statementOf(this.owner, { notBeforeMs, notAfterMs }));
    const message = statementSigningInput(this.identity.fingerprint, bytes);
    return { bytes, signature: encodeSignature(signedBy(this.owner.key, message)) };
  }

  /** The receipt of an entry, proven by the checkpoint after a block. */
  receipt(index: number, height: number, item?: ReceiptItem): Receipt {
    const below = this.blocks.slice(0, height + 1);
    const leaves = below.flatMap(({ leafHashes }) => leafHashes);
    const entry = below.flatMap(({ entries }) => entries)[index] ?? assert.fail('no such entry');
    const path = inclusionPath(suite.logHash, leaves, index);
    const proof = formatProof({ index, path, checkpoint: this.checkpointAt(height) });
    const { genesis, statement } = this;
    return { ...(item && { item }), entry, proof, genesis, charters: [], statements: [statement] };
  }

  #salt(): Uint8Array {
    return seeded(`${this.name}/salt/${String(++this.#made)}`, 16);
  }

  #sign({ calls, signers, payloads = [] }: Draft, salt: Uint8Array): Uint8Array {
    const { fingerprint } = this.identity;
    const content = contentOf(fingerprint, calls, {
      validUntilMs: MADE_MS + 3_600_000,
      salt,
      payloads: payloads.map((payload) => payloadRootOf(suite, payload)),
    });
    const keys = signers.map(({ signer }) => signer);
    const ordered = keys.toSorted((a, b) => compare(a.publicKey, b.publicKey));
    return signedTransaction(fingerprint, content, ordered);
  }

  #apply(block: Block): void {
    this.kernel.apply(block);
    this.blocks.push(block);
  }
}

/** What the next block is made of, a second after the one before. */
export function inputAt(
  { tip }: Pick<Kernel, 'tip'>,
  candidates: BlockInput['candidates'],
): BlockInput {
  const timeMs = MADE_MS + BLOCK_MS * (tip.height + 1);
  return { timeMs, epoch: 0, engineHeight: tip.engineHeight + 1, sealed: false, candidates };
}
