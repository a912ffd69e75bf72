/** Receipts of the chain in miniature: from a plan of which every part can be replaced by a broken one. */

import { equal, utf8 } from '@stele/base';
import {
  type Call,
  type Charter,
  charterSigningInput,
  cosignerName,
  encodeCharter,
  encodeEntry,
  encodeItem,
  encodeNote,
  encodeSignature,
  encodeStatement,
  formatNote,
  formatProof,
  inclusionPath,
  leafHash,
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
  type Receipt,
  type ReceiptCharter,
  type ReceiptItem,
  rootOf,
  type SignatureLine,
  type Signer,
  type Statement,
  statementSigningInput,
  type TransactionContent,
} from '@stele/protocol';

import {
  batchCall,
  charterOf,
  contentOf,
  ed25519Signer,
  itemOf,
  type Organisation,
  organisation,
  recordCall,
  seeded,
  signedBy,
  signedTransaction,
  START_MS,
  statementOf,
  suite,
} from './world.ts';

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
