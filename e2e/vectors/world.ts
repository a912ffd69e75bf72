/**
 * A chain in miniature, from fixed seeds: members with keys, charters, node statements, transactions, entries; receipts of it are made
 * in made-receipt.ts. Everything is deterministic, so that vectors made from it are the same on every run and every machine.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { concat, utf8 } from '@stele/base';
import {
  type Call,
  type Charter,
  encodeBody,
  encodeEntry,
  encodeHeader,
  encodeTransaction,
  type EvidenceItem,
  itemToCbor,
  type Member,
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  portableCrypto,
  type Principal,
  rootOf,
  type Signature,
  type Signer,
  signingInput,
  type Statement,
  type Suite,
  suiteOf,
  type TransactionContent,
  transactionId,
} from '@stele/protocol';

export const suite: Suite = suiteOf('intl', portableCrypto);
export const START_MS = 1_790_000_000_000;

/** `length` bytes that anybody can make again from `label`. */
export function seeded(label: string, length = 32): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    suite.H(utf8(`${label}/${String(i)}`)),
  );
  return concat(...blocks).subarray(0, length);
}

export function ed25519Signer(label: string): Signer {
  const secret = new Uint8Array(seeded(`ed25519/${label}`));
  return {
    algorithm: 1,
    publicKey: ed25519.getPublicKey(secret),
    sign: (message) => ed25519.sign(message, secret),
  };
}

export function p256Signer(label: string): Signer {
  const secret = new Uint8Array(seeded(`p256/${label}`));
  return {
    algorithm: 2,
    publicKey: p256.getPublicKey(secret, false),
    sign: (message) => p256.sign(message, secret, { lowS: true, format: 'compact' }),
  };
}

export function signedBy(signer: Signer, message: Uint8Array): Signature {
  return {
    algorithm: signer.algorithm,
    key: signer.publicKey,
    signature: signer.sign(message),
  };
}

/** An organisation with one node. */
export interface Organisation {
  readonly name: string;
  readonly weight: number;
  readonly key: Signer;
  readonly log: Signer;
  readonly cosigner: Signer;
}

export function organisation(
  name: string,
  weight = 1,
  key = ed25519Signer(`${name}/key`),
): Organisation {
  return {
    name,
    weight,
    key,
    log: ed25519Signer(`${name}/log`),
    cosigner: ed25519Signer(`${name}/cosigner`),
  };
}

export function memberOf({ name, weight, key }: Organisation): Member {
  return {
    organisation: name,
    name: `${name} 有限公司`,
    weight,
    keys: [{ algorithm: key.algorithm, key: key.publicKey }],
    certificates: null,
  };
}

export function charterOf(
  organisations: readonly Organisation[],
  changes: Partial<Charter> = {},
): Charter {
  return {
    seq: 0,
    previous: null,
    members: organisations.map(memberOf),
    threshold: 1,
    suite: 'intl',
    policy: { entries: 'public', rules: 1 },
    setup: null,
    nonce: seeded('nonce', 16),
    madeMs: START_MS,
    ...changes,
  };
}

export function statementOf(own: Organisation, changes: Partial<Statement> = {}): Statement {
  return {
    organisation: own.name,
    node: 'node-1',
    keys: [
      { type: NOTE_TYPE_ED25519, key: own.log.publicKey },
      { type: NOTE_TYPE_COSIGNATURE, key: own.cosigner.publicKey },
    ],
    notBeforeMs: START_MS,
    notAfterMs: START_MS + 31_536_000_000,
    ...changes,
  };
}

export const ACCOUNT = seeded('account', 16);
export const ACTOR: Principal = { kind: 'account', account: ACCOUNT };

export function itemOf(file: Uint8Array, changes: Partial<EvidenceItem> = {}): EvidenceItem {
  return {
    id: seeded('item', 16),
    digests: new Map([[1, suite.H(file)]]),
    salted: false,
    kind: '',
    supersedes: null,
    noteHash: null,
    ...changes,
  };
}

export function recordCall(item: EvidenceItem): Call {
  return { contract: 'evidence', method: 'record', args: [itemToCbor(item)], actors: [ACTOR] };
}

export function batchCall(payload = 0): Call {
  return {
    contract: 'evidence',
    method: 'batch',
    args: [seeded('batch', 16), payload],
    actors: [ACTOR],
  };
}

export function contentOf(
  fingerprint: Uint8Array,
  calls: readonly Call[],
  changes: Partial<TransactionContent> = {},
): TransactionContent {
  return {
    chain: fingerprint.subarray(0, 8),
    validUntilMs: START_MS + 600_000,
    salt: seeded('salt', 16),
    payer: null,
    lane: 'normal',
    calls,
    payloads: [],
    extensions: new Map(),
    ...changes,
  };
}

export function signedTransaction(
  fingerprint: Uint8Array,
  content: TransactionContent,
  signers: readonly Signer[],
): Uint8Array {
  const body = encodeBody(content);
  const message = signingInput(transactionId(suite, fingerprint, body));
  return encodeTransaction({ body, signatures: signers.map((one) => signedBy(one, message)) });
}

/** A header entry, for a log that should look like one. */
export function headerEntry(): Uint8Array {
  const header = encodeHeader({
    height: 0,
    firstIndex: 0,
    previousRoot: rootOf(suite.logHash, []),
    timeMs: START_MS,
    epoch: 0,
    engineHeight: 0,
    sealed: false,
    rules: 1,
    firstEffect: 0,
    effectCount: 0,
    effectsRoot: rootOf(suite.H, []),
    liveRoot: rootOf(suite.H, []),
    charter: seeded('fingerprint'),
    suiteRoot: null,
    extensions: new Map(),
  });
  return encodeEntry({ kind: 'header', content: header });
}
