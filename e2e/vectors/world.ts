/**
 * A chain in miniature, from fixed seeds: members with keys, charters, node statements, transactions, a log, receipts. Everything
 * is deterministic, so that vectors made from it are the same on every run and every machine.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { concat, equal, utf8 } from '@stele/base';
import {
  type Call,
  type Charter,
  charterSigningInput,
  cosignerName,
  encode,
  encodeBody,
  encodeCharter,
  encodeEntry,
  encodeHeader,
  encodeItem,
  encodeNote,
  encodeSignature,
  encodeStatement,
  encodeTransaction,
  type EvidenceItem,
  formatNote,
  formatProof,
  inclusionPath,
  itemToCbor,
  leafHash,
  type Member,
  noteHashOf,
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  noteKeyId,
  cosignatureInput,
  checkpointText,
  encodeCosignature,
  originOf,
  type Outcome,
  type Payload,
  payloadPath,
  payloadRootOf,
  portableCrypto,
  type Principal,
  type Receipt,
  type ReceiptCharter,
  type ReceiptItem,
  rootOf,
  type Signature,
  type SignatureLine,
  type Signer,
  signingInput,
  type Statement,
  statementSigningInput,
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

/** What a receipt is built of; every part can be replaced by a broken one. */
export interface ReceiptPlan {
  readonly organisations: readonly Organisation[];
  readonly charter?: Partial<Charter>;
  /** Later charters with the organisations that sign them. */
  readonly links?: readonly {
    readonly charter: Charter;
    readonly signers: readonly Organisation[];
  }[];
  readonly statements?: readonly Statement[];
  /** Who signs which statement; by default its organisation. */
  readonly calls?: readonly Call[];
  readonly payloads?: readonly Payload[];
  readonly content?: Partial<TransactionContent>;
  readonly signers?: readonly Signer[];
  readonly outcome?: Partial<Outcome>;
  readonly item?: Omit<ReceiptItem, 'path'> & { readonly path?: Uint8Array };
  readonly extra?: Pick<Receipt, 'note' | 'digestSalt'>;
  readonly origin?: string;
  /** Number of entries in the log; the transaction is entry `index`. */
  readonly size?: number;
  readonly index?: number;
  readonly cosignedBy?: readonly Organisation[];
  readonly cosignedAtSeconds?: number;
  readonly lines?: (text: string, lines: readonly SignatureLine[]) => readonly SignatureLine[];
}

export interface MadeReceipt {
  readonly receipt: Receipt;
  readonly fingerprint: Uint8Array;
}

export const CUSTOMER = ed25519Signer('customer');

export function makeReceipt(plan: ReceiptPlan): MadeReceipt {
  const genesis = encodeCharter(charterOf(plan.organisations, plan.charter));
  const fingerprint = suite.H(genesis);
  const entry = entryOf(plan, fingerprint);
  const { size = 7, index = 3 } = plan;
  const leaves = Array.from({ length: size }, (_, i) =>
    leafHash(suite.logHash, i === index ? entry : seeded(`entry/${String(i)}`)),
  );
  const checkpoint = signedCheckpoint(plan, fingerprint, size, rootOf(suite.logHash, leaves));
  const proof = formatProof({
    index,
    path: index < size ? inclusionPath(suite.logHash, leaves, index) : [],
    checkpoint,
  });
  const receipt: Receipt = {
    ...(plan.item && { item: withPath(plan, plan.item) }),
    ...plan.extra,
    entry,
    proof,
    genesis,
    charters: (plan.links ?? []).map((link) => signedCharter(fingerprint, link)),
    statements: statementsOf(plan).map((statement) =>
      signedStatement(plan, fingerprint, statement),
    ),
  };
  return { receipt, fingerprint };
}

function entryOf(plan: ReceiptPlan, fingerprint: Uint8Array): Uint8Array {
  const payloads = (plan.payloads ?? []).map((payload) => payloadRootOf(suite, payload));
  const content = contentOf(fingerprint, plan.calls ?? [], { payloads, ...plan.content });
  return encodeEntry({
    kind: 'transaction',
    content: signedTransaction(fingerprint, content, plan.signers ?? [CUSTOMER]),
    outcome: {
      height: 2,
      index: plan.index ?? 3,
      timeMs: START_MS + 5_000,
      code: '',
      firstEffect: 4,
      effectCount: 1,
      ...plan.outcome,
    },
  });
}

function withPath(plan: ReceiptPlan, item: NonNullable<ReceiptPlan['item']>): ReceiptItem {
  const payload = plan.payloads?.[0];
  const path =
    payload?.kind === 'items' && item.index < payload.items.length
      ? payloadPath(suite, payload, item.index)
      : new Uint8Array(0);
  return { path, ...item };
}

function signedCharter(
  fingerprint: Uint8Array,
  { charter, signers }: NonNullable<ReceiptPlan['links']>[number],
): ReceiptCharter {
  const bytes = encodeCharter(charter);
  const message = charterSigningInput(suite, fingerprint, bytes);
  return { bytes, signatures: signers.map(({ key }) => encodeSignature(signedBy(key, message))) };
}

function cosigners(plan: ReceiptPlan): readonly Organisation[] {
  return plan.cosignedBy ?? plan.organisations;
}

function statementsOf(plan: ReceiptPlan): readonly Statement[] {
  return plan.statements ?? cosigners(plan).map((own) => statementOf(own));
}

function signedStatement(
  plan: ReceiptPlan,
  fingerprint: Uint8Array,
  statement: Statement,
): Receipt['statements'][number] {
  const bytes = encodeStatement(statement);
  const all = [...plan.organisations, ...cosigners(plan)];
  const own = all.find(({ name }) => name === statement.organisation) ?? all[0];
  const key = own?.key ?? CUSTOMER;
  return {
    bytes,
    signature: encodeSignature(signedBy(key, statementSigningInput(fingerprint, bytes))),
  };
}

function signedCheckpoint(
  plan: ReceiptPlan,
  fingerprint: Uint8Array,
  size: number,
  root: Uint8Array,
): string {
  const origin = plan.origin ?? originOf(fingerprint);
  const text = checkpointText({ origin, size, root });
  const [server] = cosigners(plan);
  const lines = [
    ...(server ? [logLine(server, origin, text)] : []),
    ...cosigners(plan).map((own) => cosignatureLine(plan, own, origin, text)),
  ];
  return formatNote({ text, lines: plan.lines?.(text, lines) ?? lines });
}

export function logLine({ log }: Organisation, origin: string, text: string): SignatureLine {
  const key = { name: origin, type: NOTE_TYPE_ED25519, key: log.publicKey };
  return {
    name: origin,
    keyId: noteKeyId(portableCrypto, key),
    signature: log.sign(utf8(text)),
  };
}

function cosignatureLine(
  plan: ReceiptPlan,
  own: Organisation,
  origin: string,
  text: string,
): SignatureLine {
  const node = statementsOf(plan).find(({ keys }) =>
    keys.some(({ key }) => equal(key, own.cosigner.publicKey)),
  )?.node;
  const name = cosignerName(origin, own.name, node ?? 'node-1');
  const seconds = plan.cosignedAtSeconds ?? START_MS / 1000 + 6;
  return {
    name,
    keyId: noteKeyId(portableCrypto, {
      name,
      type: NOTE_TYPE_COSIGNATURE,
      key: own.cosigner.publicKey,
    }),
    signature: encodeCosignature({
      seconds,
      signature: own.cosigner.sign(cosignatureInput(seconds, text)),
    }),
  };
}

export const FILE = utf8('合同正文\n');
export const SALT = seeded('note-salt');
export const NOTE = encodeNote({ name: '合同.pdf', sizeBytes: FILE.length });

/** The plan of a receipt for one inline record with a note, on a chain of one member. */
export function soloPlan(changes: Partial<ReceiptPlan> = {}): ReceiptPlan {
  const item = itemOf(FILE, { noteHash: noteHashOf(suite, SALT, NOTE) });
  return {
    organisations: [organisation('operator')],
    calls: [recordCall(item)],
    item: { call: 0, index: 0, bytes: encodeItem(item) },
    extra: { note: { salt: SALT, bytes: NOTE } },
    ...changes,
  };
}

/** The plan of a receipt for item `index` of a batch. */
export function batchPlan(
  index: number,
  count = 5,
  changes: Partial<ReceiptPlan> = {},
): ReceiptPlan {
  const items = Array.from({ length: count }, (_, i) =>
    encodeItem(
      itemOf(i === index ? FILE : utf8(`file ${String(i)}`), {
        id: seeded(`item/${String(i)}`, 16),
      }),
    ),
  );
  return {
    organisations: [organisation('operator')],
    calls: [batchCall()],
    payloads: [{ kind: 'items', items }],
    item: { call: 0, index, bytes: items[index] ?? new Uint8Array(0) },
    ...changes,
  };
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

export { encode };
