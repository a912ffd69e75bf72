// Receipts to make certificates of: a chain of one entry, built by hand so that a test can say anything a chain may: any note, any
// members, any time. Everything is from fixed seeds, the same on every run.

import { concat, utf8 } from '@stele/base';
import {
  type Charter,
  checkpointText,
  cosignatureInput,
  cosignerName,
  encodeBody,
  encodeCharter,
  encodeCosignature,
  encodeEntry,
  encodeItem,
  encodeNote,
  encodeSignature,
  encodeStatement,
  encodeTransaction,
  type EvidenceItem,
  type EvidenceNote,
  formatNote,
  formatProof,
  itemToCbor,
  leafHash,
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  noteHashOf,
  noteKeyId,
  originOf,
  type Receipt,
  receiptToJson,
  type Signer,
  signingInput,
  type Statement,
  statementSigningInput,
  suiteOf,
  transactionId,
} from '@stele/protocol';
import { nodeCrypto, signerFromSeed } from '@stele/protocol/node';

const suite = suiteOf('intl', nodeCrypto);
const SHA_256 = 1;
const NOTE_SALT = seeded('note salt');

export interface ReceiptPlan {
  readonly note?: EvidenceNote;
  readonly item?: Partial<EvidenceItem>;
  /** Names of the organisations; the first is `member-0`. */
  readonly members?: readonly string[];
  readonly threshold?: number;
  readonly timeMs?: number;
  readonly extra?: Partial<Receipt>;
}

export const START_MS = 1_790_000_000_123;

export function seeded(label: string, length = 32): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    suite.H(utf8(`${label}/${String(i)}`)),
  );
  return concat(...blocks).subarray(0, length);
}

interface Member {
  readonly organisation: string;
  readonly name: string;
  readonly key: Signer;
  readonly log: Signer;
  readonly cosigner: Signer;
}

function memberOf(name: string, place: number): Member {
  // Four digits, so that organisations ascend as their numbers do.
  const organisation = `member-${String(place).padStart(4, '0')}`;
  const key = (use: string): Signer =>
    signerFromSeed(Uint8Array.from(seeded(`${organisation}/${use}`)));
  return { organisation, name, key: key('key'), log: key('log'), cosigner: key('cosigner') };
}

/** JSON form. */
export function makeReceipt(plan: ReceiptPlan = {}): Uint8Array {
  return utf8(receiptToJson(receiptOf(plan)));
}

export function receiptOf(plan: ReceiptPlan = {}): Receipt {
  const members = (plan.members ?? ['云锦博物馆']).map(memberOf);
  const timeMs = plan.timeMs ?? START_MS;
  const genesis = encodeCharter(charterOf(members, plan.threshold ?? members.length));
  const fingerprint = suite.H(genesis);
  const note = plan.note === undefined ? undefined : encodeNote(plan.note);
  const item: EvidenceItem = {
    id: seeded('item', 16),
    digests: new Map([[SHA_256, seeded('file')]]),
    salted: false,
    kind: '',
    supersedes: null,
    noteHash: note === undefined ? null : noteHashOf(suite, NOTE_SALT, note),
    ...plan.item,
  };
  const entry = entryOf(fingerprint, item, timeMs);
  return {
    item: { call: 0, index: 0, bytes: encodeItem(item), path: new Uint8Array() },
    ...(note && { note: { salt: NOTE_SALT, bytes: note } }),
    entry,
    proof: formatProof({
      index: 0,
      path: [],
      checkpoint: checkpointOf(fingerprint, entry, { members, timeMs }),
    }),
    genesis,
    charters: [],
    statements: members.map((member) => statementOf(fingerprint, member, timeMs)),
    ...plan.extra,
  };
}

function charterOf(members: readonly Member[], threshold: number): Charter {
  return {
    seq: 0,
    previous: null,
    members: members.map(({ organisation, name, key }) => ({
      organisation,
      name,
      weight: 1,
      keys: [{ algorithm: key.algorithm, key: key.publicKey }],
      certificates: null,
    })),
    threshold,
    suite: 'intl',
    policy: { entries: 'public', rules: 1 },
    setup: null,
    nonce: seeded('nonce', 16),
    madeMs: START_MS,
  };
}

function entryOf(fingerprint: Uint8Array, item: EvidenceItem, timeMs: number): Uint8Array {
  const customer = signerFromSeed(Uint8Array.from(seeded('customer')));
  const body = encodeBody({
    chain: fingerprint.subarray(0, 8),
    validUntilMs: timeMs + 60_000,
    salt: seeded('transaction', 16),
    payer: null,
    lane: 'normal',
    calls: [
      {
        contract: 'evidence',
        method: 'record',
        args: [itemToCbor(item)],
        actors: [{ kind: 'account', account: seeded('account', 16) }],
      },
    ],
    payloads: [],
    extensions: new Map(),
  });
  const id = transactionId(suite, fingerprint, body);
  const signature = customer.sign(signingInput(id));
  const content = encodeTransaction({
    body,
    signatures: [{ algorithm: customer.algorithm, key: customer.publicKey, signature }],
  });
  const outcome = { height: 1_234_567, index: 0, timeMs, code: '', firstEffect: 0, effectCount: 1 };
  return encodeEntry({ kind: 'transaction', content, outcome });
}

interface Signing {
  readonly members: readonly Member[];
  readonly timeMs: number;
}

function checkpointOf(fingerprint: Uint8Array, entry: Uint8Array, signing: Signing): string {
  const origin = originOf(fingerprint);
  const text = checkpointText({ origin, size: 1, root: leafHash(suite.logHash, entry) });
  const seconds = Math.floor(signing.timeMs / 1000) + 1;
  const [first] = signing.members;
  const logLines = first === undefined ? [] : [logLine(origin, first, text)];
  const cosignatures = signing.members.map(({ organisation, cosigner }) => {
    const name = cosignerName(origin, organisation, 'node-1');
    const key = { name, type: NOTE_TYPE_COSIGNATURE, key: cosigner.publicKey };
    const signature = cosigner.sign(cosignatureInput(seconds, text));
    return {
      name,
      keyId: noteKeyId(nodeCrypto, key),
      signature: encodeCosignature({ seconds, signature }),
    };
  });
  return formatNote({ text, lines: [...logLines, ...cosignatures] });
}

function logLine(
  origin: string,
  { log }: Member,
  text: string,
): {
  name: string;
  keyId: Uint8Array;
  signature: Uint8Array;
} {
  const key = { name: origin, type: NOTE_TYPE_ED25519, key: log.publicKey };
  return { name: origin, keyId: noteKeyId(nodeCrypto, key), signature: log.sign(utf8(text)) };
}

function statementOf(
  fingerprint: Uint8Array,
  { organisation, key, log, cosigner }: Member,
  timeMs: number,
): Receipt['statements'][number] {
  const statement: Statement = {
    organisation,
    node: 'node-1',
    keys: [
      { type: NOTE_TYPE_ED25519, key: log.publicKey },
      { type: NOTE_TYPE_COSIGNATURE, key: cosigner.publicKey },
    ],
    notBeforeMs: timeMs - 1_000,
    notAfterMs: timeMs + 1_000_000,
  };
  const bytes = encodeStatement(statement);
  const signature = key.sign(statementSigningInput(fingerprint, bytes));
  const triple = { algorithm: key.algorithm, key: key.publicKey, signature };
  return { bytes, signature: encodeSignature(triple) };
}
