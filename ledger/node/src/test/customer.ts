/** Makes and signs transactions, as a customer's software would. */

import { randomBytes } from 'node:crypto';

import {
  type Call,
  CHAIN_PREFIX_BYTES,
  type ChainIdentity,
  encodeBody,
  encodeItem,
  encodeTransaction,
  type EvidenceItem,
  fingerprintOf,
  itemToCbor,
  keyPrincipal,
  type Payload,
  payloadRootOf,
  type Principal,
  principalToCbor,
  type Signer,
  signingInput,
  type Submission,
  type Suite,
  transactionId,
} from '@stele/protocol';

import { generateSigner } from '@stele/protocol/node';

import { operatorAccount } from '../genesis/operator-account.ts';

export interface SigningOptions {
  readonly payloads?: readonly Payload[];
  readonly validUntilMs?: number;
  readonly payer?: Principal;
}

const HOUR_MS = 3_600_000;

export class Customer {
  readonly chain: ChainIdentity;
  readonly signer: Signer;
  readonly account: Uint8Array;
  readonly actor: Principal;
  #nowMs: () => number;

  /** The operator, unless another account is named. */
  constructor(
    { suite, genesis }: { readonly suite: Suite; readonly genesis: Uint8Array },
    signer: Signer,
    account = operatorAccount(suite, signer.publicKey),
    nowMs: () => number = Date.now,
  ) {
    this.chain = { suite, fingerprint: fingerprintOf(genesis, suite.crypto) };
    this.signer = signer;
    this.account = account;
    this.actor = { kind: 'account', account };
    this.#nowMs = nowMs;
  }

  /** A transaction that records one item. */
  record(item = this.item(), options: SigningOptions = {}): Submission {
    return this.submit([this.call('evidence', 'record', [itemToCbor(item)])], options);
  }

  /** A transaction that records so many items in a payload. */
  batch(count: number): Submission {
    const items = Array.from({ length: count }, () => encodeItem(this.item()));
    const call = this.call('evidence', 'batch', [randomBytesOf(16), 0]);
    return this.submit([call], { payloads: [{ kind: 'items', items }] });
  }

  item(): EvidenceItem {
    return {
      id: randomBytesOf(16),
      digests: new Map([[1, randomBytesOf(32)]]),
      salted: false,
      kind: '',
      supersedes: null,
      noteHash: null,
    };
  }

  call(contract: string, method: string, args: Call['args']): Call {
    return { contract, method, args, actors: [this.actor] };
  }

  /** Signs calls as one transaction. */
  submit(calls: readonly Call[], options: SigningOptions = {}): Submission {
    const { suite, fingerprint } = this.chain;
    const payloads = options.payloads ?? [];
    const body = encodeBody({
      chain: fingerprint.slice(0, CHAIN_PREFIX_BYTES),
      validUntilMs: options.validUntilMs ?? this.#nowMs() + HOUR_MS,
      salt: randomBytesOf(16),
      payer: options.payer ?? null,
      lane: 'normal',
      calls,
      payloads: payloads.map((payload) => payloadRootOf(suite, payload)),
      extensions: new Map(),
    });
    const { algorithm, publicKey: key } = this.signer;
    const signature = this.signer.sign(signingInput(transactionId(suite, fingerprint, body)));
    return {
      tx: encodeTransaction({ body, signatures: [{ algorithm, key, signature }] }),
      payloads,
    };
  }
}

function randomBytesOf(count: number): Uint8Array {
  return new Uint8Array(randomBytes(count));
}

/** The call by which an administrator opens an account for a new key. */
export function openAccount(customer: Customer, quota: number | null = null): Call {
  const { signer } = generateSigner();
  const { suite } = customer.chain;
  const authority = principalToCbor(keyPrincipal(suite, signer.algorithm, signer.publicKey));
  return customer.call('accounts', 'open', [
    operatorAccount(suite, signer.publicKey),
    authority,
    quota,
    false,
  ]);
}
