/**
 * Receipts: some that verify, and for each step of spec/receipt.md every way of failing it. The expected step and code stand here
 * by hand.
 */

import { utf8 } from '@stele/base';
import {
  charterSigningInput,
  encodeCharter,
  encodeItem,
  encodeNote,
  encodeSignature,
  encodeStatement,
  type EvidenceItem,
  noteHashOf,
  type Principal,
  type Receipt,
  receiptToCbor,
  receiptToJson,
  statementSigningInput,
  type Verdict,
} from '@stele/protocol';
import {
  batchPlan,
  CUSTOMER,
  FILE,
  logLine,
  makeReceipt,
  NOTE,
  type ReceiptPlan,
  SALT,
  soloPlan,
} from './made-receipt.ts';
import {
  charterOf,
  ed25519Signer,
  headerEntry,
  itemOf,
  memberOf,
  organisation,
  p256Signer,
  recordCall,
  seeded,
  signedBy,
  START_MS,
  statementOf,
  suite,
} from './world.ts';

export interface ReceiptCase {
  readonly name: string;
  readonly receipt: Uint8Array;
  readonly file?: Uint8Array;
  readonly trusted: readonly Uint8Array[];
  /** Certificates of time authorities; absent: none were given. */
  readonly authorities?: readonly Uint8Array[];
  /** What becomes of the step `timestamps`: `pass`, or its code. */
  readonly timestamps?: string;
  readonly verdict: Verdict['verdict'];
  /** First failing step and its code. */
  readonly step?: string;
  readonly code?: string;
}

interface Expectation {
  readonly file?: Uint8Array;
  readonly trusted?: readonly Uint8Array[];
  readonly fails?: readonly [step: string, code: string];
  readonly change?: Change;
  readonly write?: Write;
}

type Change = (receipt: Receipt) => Receipt;
type Write = (receipt: Receipt) => Uint8Array;

const json = (receipt: Receipt): Uint8Array => utf8(receiptToJson(receipt));

function receiptCase(name: string, plan: ReceiptPlan, expectation: Expectation = {}): ReceiptCase {
  const { receipt, fingerprint } = makeReceipt(plan);
  const { fails, change = (same: Receipt): Receipt => same, write = json, file } = expectation;
  const trusted = expectation.trusted ?? [fingerprint];
  const passes = trusted.length > 0 ? 'valid' : 'incomplete';
  return {
    name,
    receipt: write(change(receipt)),
    ...(file && { file }),
    trusted,
    verdict: fails ? 'invalid' : passes,
    ...(fails && { step: fails[0], code: fails[1] }),
  };
}

const [BANK, COURT, NOTARY] = [organisation('bank'), organisation('court'), organisation('notary')];
const THREE = [BANK, COURT, NOTARY];
const TWO_OF_THREE = { organisations: THREE, charter: { threshold: 2 } };

/** A text replaced in the JSON form. */
function replaced(from: string | RegExp, to: string): Write {
  return (receipt) => utf8(receiptToJson(receipt).replace(from, to));
}

function jsonWith(change: (value: Record<string, unknown>) => unknown): Write {
  return (receipt) => {
    const value = JSON.parse(receiptToJson(receipt)) as Record<string, unknown>;
    change(value);
    return utf8(JSON.stringify(value));
  };
}

function validCases(): ReceiptCase[] {
  const salted = saltedItem();
  return [
    receiptCase('solo, with its file', soloPlan(), { file: FILE }),
    receiptCase('solo, without a file', soloPlan()),
    receiptCase('solo, chain not trusted', soloPlan(), { file: FILE, trusted: [] }),
    receiptCase('solo, another chain trusted', soloPlan(), { trusted: [], file: FILE }),
    receiptCase('CBOR form', soloPlan(), { file: FILE, write: receiptToCbor }),
    receiptCase('JSON on one line', soloPlan(), { file: FILE, write: jsonWith((value) => value) }),
    receiptCase('fields in another order, white space before', soloPlan(), {
      file: FILE,
      write: (receipt) => {
        const fields = Object.entries(JSON.parse(receiptToJson(receipt)) as object).reverse();
        return utf8(`\n\t ${JSON.stringify(Object.fromEntries(fields), null, '\t')}\r\n`);
      },
    }),
    receiptCase('note left out', soloPlan({ extra: {} }), { file: FILE }),
    receiptCase('receipt of a transaction, no item', soloPlan({ extra: {} }), {
      change: ({ item, ...rest }) => (item ? rest : rest),
    }),
    ...[0, 2, 4].map((index) =>
      receiptCase(`item ${String(index)} of a batch`, batchPlan(index), { file: FILE }),
    ),
    receiptCase('the second of two calls by two owners', jointPlan(), { file: FILE }),
    receiptCase('batch of one', batchPlan(0, 1), { file: FILE }),
    receiptCase(
      'salted digest',
      soloPlan({
        calls: [recordCall(salted)],
        item: { call: 0, index: 0, bytes: encodeItem(salted) },
        extra: { digestSalt: SALT },
      }),
      { file: FILE },
    ),
    receiptCase(
      'two of three members',
      { ...soloPlan(), ...TWO_OF_THREE, cosignedBy: [BANK, NOTARY] },
      { file: FILE },
    ),
    receiptCase(
      'weights',
      {
        ...soloPlan(),
        organisations: [organisation('bank', 3), COURT],
        charter: { threshold: 3 },
        cosignedBy: [organisation('bank', 3)],
      },
      { file: FILE },
    ),
    receiptCase(
      'P-256 keys of organisation and customer',
      soloPlan({
        organisations: [organisation('bank', 1, p256Signer('bank'))],
        signers: [CUSTOMER, p256Signer('customer')],
      }),
      { file: FILE },
    ),
    receiptCase('second lineage', linagePlan(), { file: FILE }),
    receiptCase('the only entry of the log', soloPlan({ size: 1, index: 0 }), { file: FILE }),
    receiptCase('a later charter, signed by enough members before it', linkPlan({}), {
      file: FILE,
    }),
    receiptCase('a charter skipped', linkPlan({ seq: 5 }), { file: FILE }),
  ];
}

function linagePlan(): ReceiptPlan {
  const { fingerprint } = makeReceipt(soloPlan());
  const origin = `stele/${Buffer.from(fingerprint).toString('hex').slice(0, 32)}/g1`;
  return soloPlan({ origin });
}

/** Genesis of bank and court (threshold 2), followed by a charter in which the notary is alone. */
function linkPlan(charter: { seq?: number; suite?: string }, signers = [BANK, COURT]): ReceiptPlan {
  const organisations = [BANK, COURT];
  const next = charterOf([NOTARY], { seq: 1, previous: seeded('previous'), ...charter });
  return {
    ...soloPlan(),
    organisations,
    charter: { threshold: 2 },
    links: [{ charter: next, signers }],
    cosignedBy: [NOTARY],
    statements: [statementOf(NOTARY)],
  };
}

const fails = (step: string, code: string, more: Omit<Expectation, 'fails'> = {}): Expectation => ({
  ...more,
  fails: [step, code],
});

function formatCases(): ReceiptCase[] {
  const malformed = (write: Write): Expectation => fails('format', 'RECEIPT_MALFORMED', { write });
  const constant = (text: string): Expectation => malformed(() => utf8(text));
  const plan = soloPlan();
  return [
    receiptCase('empty file', plan, constant('')),
    receiptCase('not JSON', plan, constant('{"type": "stele-receipt/v1"')),
    receiptCase('an empty object', plan, constant('{}')),
    receiptCase('an array', plan, constant('[1]')),
    receiptCase(
      'byte order mark',
      plan,
      malformed((receipt) => Uint8Array.from([0xef, 0xbb, 0xbf, ...json(receipt)])),
    ),
    receiptCase(
      'text after the object',
      plan,
      malformed((receipt) => utf8(`${receiptToJson(receipt)}x`)),
    ),
    receiptCase(
      'a field twice',
      plan,
      malformed(replaced('"anchors": []', '"anchors": [], "anchors": []')),
    ),
    receiptCase(
      'a field twice, once escaped',
      plan,
      malformed(replaced('"anchors": []', '"anchors": [], "\\u0061nchors": []')),
    ),
    receiptCase(
      'an unknown field',
      plan,
      malformed(replaced('"anchors": []', '"anchors": [], "more": 1')),
    ),
    receiptCase(
      'a field missing',
      plan,
      malformed(jsonWith((value) => delete value['timestamps'])),
    ),
    receiptCase(
      'another version',
      plan,
      fails('format', 'VERSION_UNKNOWN', {
        write: replaced('stele-receipt/v1', 'stele-receipt/v2'),
      }),
    ),
    receiptCase('a type that is a number', plan, malformed(replaced('"stele-receipt/v1"', '1'))),
    receiptCase('an anchor', plan, malformed(replaced('"anchors": []', '"anchors": [{}]'))),
    receiptCase(
      'no statement',
      plan,
      malformed(jsonWith((value) => void (value['statements'] = []))),
    ),
    receiptCase('base64url with padding', plan, malformed(replaced(/("salt": "[^"]*)/, '$1='))),
    receiptCase(
      'base64url with bits after its end',
      plan,
      malformed(
        jsonWith(
          (value) =>
            void ((value['note'] as Record<string, string>)['salt'] = `${'A'.repeat(42)}B`),
        ),
      ),
    ),
    receiptCase('a number with a fraction', plan, malformed(replaced('"call": 0', '"call": 0.0'))),
    receiptCase('a number with an exponent', plan, malformed(replaced('"call": 0', '"call": 0e0'))),
    receiptCase('a negative number', plan, malformed(replaced('"call": 0', '"call": -0'))),
    receiptCase(
      'a number with a leading zero',
      plan,
      malformed(replaced('"call": 0', '"call": 00')),
    ),
    receiptCase('a number as text', plan, malformed(replaced('"call": 0', '"call": "0"'))),
    receiptCase('an unpaired surrogate', plan, malformed(replaced('c2sp.org', '\\ud800'))),
    receiptCase('an unpaired low surrogate', plan, malformed(replaced('c2sp.org', '\\udc00'))),
    receiptCase('an unknown escape', plan, malformed(replaced('c2sp.org', '\\x41'))),
    receiptCase('a control character in text', plan, malformed(replaced('c2sp.org', '\u0001'))),
    receiptCase(
      'deep nesting',
      plan,
      malformed(replaced('"anchors": []', `"anchors": ${'['.repeat(9)}${']'.repeat(9)}`)),
    ),
    receiptCase(
      'salt without item',
      soloPlan({ extra: { digestSalt: SALT } }),
      malformed((receipt) => json((({ item, ...rest }) => (item ? rest : rest))(receipt))),
    ),
    receiptCase(
      'proof with an extra line',
      plan,
      malformed(replaced('index 3', 'extra AA==\\nindex 3')),
    ),
    receiptCase(
      'proof with an index of leading zero',
      plan,
      malformed(replaced('index 3', 'index 03')),
    ),
    receiptCase(
      'proof with spaces at an end of line',
      plan,
      malformed(replaced('index 3', 'index 3 ')),
    ),
    receiptCase(
      'checkpoint with an extension line',
      plan,
      malformed(replaced('\\n\\n\u2014', '\\nmore\\n\\n\u2014')),
    ),
    receiptCase(
      'checkpoint without signatures',
      plan,
      malformed(replaced(/\\n\\n\u2014.*?",/, '\\n\\n",')),
    ),
    receiptCase(
      'CBOR with a byte after it',
      plan,
      malformed((receipt) => Uint8Array.from([...receiptToCbor(receipt), 0])),
    ),
    receiptCase(
      'CBOR with text for bytes',
      plan,
      malformed((receipt) =>
        receiptToCbor({ ...receipt, entry: 'entry' as unknown as Uint8Array }),
      ),
    ),
  ];
}

function chainCases(): ReceiptCase[] {
  const { fingerprint } = makeReceipt(linkPlan({}));
  const next = encodeCharter(charterOf([NOTARY], { seq: 1, previous: seeded('previous') }));
  const overNext = charterSigningInput(suite, fingerprint, next);
  const stranger = ed25519Signer('stranger');
  const signatures =
    (list: readonly Uint8Array[]): Change =>
    (receipt) => ({
      ...receipt,
      charters: [{ bytes: next, signatures: list }],
    });
  const bank = encodeSignature(signedBy(BANK.key, overNext));
  const court = encodeSignature(signedBy(COURT.key, overNext));
  const charterFails = (name: string, code: string, list: readonly Uint8Array[]): ReceiptCase =>
    receiptCase(
      name,
      linkPlan({}),
      fails('charters', code, {
        trusted: [fingerprint],
        change: signatures(list),
      }),
    );
  const genesis = (name: string, code: string, bytes: Uint8Array): ReceiptCase =>
    receiptCase(
      name,
      soloPlan(),
      fails('genesis', code, { change: (receipt) => ({ ...receipt, genesis: bytes }) }),
    );
  return [
    genesis('genesis of one byte', 'CHARTER_MALFORMED', Uint8Array.of(1)),
    genesis('a later charter as genesis', 'CHARTER_NOT_GENESIS', next),
    receiptCase(
      'gm chain',
      soloPlan({ charter: { suite: 'gm' } }),
      fails('genesis', 'SUITE_UNKNOWN'),
    ),
    receiptCase(
      'charters out of order',
      linkPlan({ seq: 0 }),
      fails('charters', 'CHARTER_MALFORMED'),
    ),
    receiptCase(
      'the same charter twice',
      linkPlan({}),
      fails('charters', 'CHARTER_ORDER', {
        change: (receipt) => ({ ...receipt, charters: [...receipt.charters, ...receipt.charters] }),
      }),
    ),
    receiptCase(
      'charter of another suite',
      linkPlan({ suite: 'gm' }),
      fails('charters', 'SUITE_UNKNOWN'),
    ),
    receiptCase(
      'charter signed by one of two',
      linkPlan({}, [BANK]),
      fails('charters', 'THRESHOLD_NOT_REACHED'),
    ),
    charterFails('charter with a malformed signature', 'SIGNATURE_MALFORMED', [
      bank,
      Uint8Array.of(0x80),
    ]),
    charterFails('charter signed by a stranger', 'SIGNER_UNKNOWN', [
      bank,
      encodeSignature(signedBy(stranger, overNext)),
    ]),
    charterFails('charter signed by its own member', 'SIGNER_UNKNOWN', [
      encodeSignature(signedBy(NOTARY.key, overNext)),
    ]),
    charterFails('charter signed twice by one key', 'SIGNER_TWICE', [bank, bank]),
    charterFails('charter with a signature over other bytes', 'SIGNATURE_INVALID', [
      bank,
      encodeSignature(signedBy(COURT.key, utf8('other'))),
    ]),
    charterFails('charter signed for another chain', 'SIGNATURE_INVALID', [
      encodeSignature(signedBy(BANK.key, charterSigningInput(suite, seeded('other'), next))),
      court,
    ]),
  ];
}

function statementCases(): ReceiptCase[] {
  const own = organisation('operator');
  const { fingerprint } = makeReceipt(soloPlan());
  const good = encodeStatement(statementOf(own));
  const sign = (key = own.key, bytes = good): Uint8Array =>
    encodeSignature(signedBy(key, statementSigningInput(fingerprint, bytes)));
  const stated = (name: string, code: string, statements: Receipt['statements']): ReceiptCase =>
    receiptCase(
      name,
      soloPlan(),
      fails('statements', code, { change: (receipt) => ({ ...receipt, statements }) }),
    );
  const twin = encodeStatement(statementOf(own, { node: 'node-2' }));
  return [
    stated('statement of one byte', 'STATEMENT_MALFORMED', [
      { bytes: Uint8Array.of(1), signature: sign() },
    ]),
    stated('statement with a malformed signature', 'SIGNATURE_MALFORMED', [
      { bytes: good, signature: utf8('x') },
    ]),
    stated('statement with a signature of an unknown algorithm', 'SIGNATURE_MALFORMED', [
      {
        bytes: good,
        signature: encodeSignature({
          algorithm: 9 as 1,
          key: own.key.publicKey,
          signature: seeded('s', 64),
        }),
      },
    ]),
    stated('statement by a stranger', 'SIGNER_UNKNOWN', [
      { bytes: good, signature: sign(ed25519Signer('stranger')) },
    ]),
    stated('statement for another organisation', 'SIGNER_UNKNOWN', [
      {
        bytes: encodeStatement(statementOf(BANK)),
        signature: sign(own.key, encodeStatement(statementOf(BANK))),
      },
    ]),
    stated('statement with a signature over other bytes', 'SIGNATURE_INVALID', [
      { bytes: good, signature: sign(own.key, twin) },
    ]),
    stated('statement twice', 'STATEMENT_TWICE', [
      { bytes: good, signature: sign() },
      { bytes: good, signature: sign() },
    ]),
    stated('one key for two nodes', 'STATEMENT_TWICE', [
      { bytes: good, signature: sign() },
      { bytes: twin, signature: sign(own.key, twin) },
    ]),
    receiptCase(
      'cosigned before the statement',
      soloPlan({ statements: [statementOf(own, { notBeforeMs: START_MS + 7_000 })] }),
      fails('cosignatures', 'STATEMENT_NOT_IN_FORCE'),
    ),
    receiptCase(
      'cosigned after the statement',
      soloPlan({ statements: [statementOf(own, { notAfterMs: START_MS + 5_999 })] }),
      fails('cosignatures', 'STATEMENT_NOT_IN_FORCE'),
    ),
  ];
}

function recordCases(): ReceiptCase[] {
  const other = itemOf(utf8('another file'));
  const entry = (name: string, code: string, bytes: Uint8Array): ReceiptCase =>
    receiptCase(
      name,
      soloPlan(),
      fails('entry', code, { change: (receipt) => ({ ...receipt, entry: bytes }) }),
    );
  const changedItem =
    (item: Partial<NonNullable<Receipt['item']>>): Change =>
    (receipt) =>
      receipt.item ? { ...receipt, item: { ...receipt.item, ...item } } : receipt;
  const itemFails = (
    name: string,
    code: string,
    plan: ReceiptPlan,
    item: Partial<NonNullable<Receipt['item']>>,
  ): ReceiptCase =>
    receiptCase(
      name,
      plan,
      fails('item', code, {
        file: FILE,
        change: changedItem(item),
      }),
    );
  const otherCall = { ...recordCall(itemOf(FILE)), contract: 'accounts' };
  return [
    entry('entry of one byte', 'ENTRY_MALFORMED', Uint8Array.of(1)),
    entry('a header as entry', 'ENTRY_NOT_TRANSACTION', headerEntry()),
    receiptCase(
      'transaction of another chain',
      soloPlan({ content: { chain: seeded('other', 8) } }),
      fails('entry', 'WRONG_CHAIN'),
    ),
    receiptCase(
      'transaction in the control lane',
      soloPlan({ content: { lane: 'control' } }),
      fails('entry', 'LANE_FORBIDDEN'),
    ),
    receiptCase(
      'another index than the proof',
      soloPlan({ outcome: { index: 4 } }),
      fails('entry', 'INDEX_MISMATCH'),
    ),
    receiptCase(
      'a refused transaction',
      soloPlan({ outcome: { code: 'RECORD_EXISTS' } }),
      fails('entry', 'ENTRY_REFUSED'),
    ),
    receiptCase(
      'a signature of nobody over the transaction',
      soloPlan({ signers: [{ ...CUSTOMER, sign: () => CUSTOMER.sign(utf8('other')) }] }),
      fails('signatures', 'SIGNATURE_INVALID'),
    ),
    itemFails('a malformed item', 'ITEM_MALFORMED', soloPlan(), { bytes: Uint8Array.of(0x80) }),
    itemFails('a call that does not exist', 'CALL_NOT_EVIDENCE', soloPlan(), { call: 1 }),
    itemFails(
      'a call of another contract',
      'CALL_NOT_EVIDENCE',
      soloPlan({ calls: [otherCall] }),
      {},
    ),
    itemFails('another item', 'ITEM_MISMATCH', soloPlan(), { bytes: encodeItem(other) }),
    itemFails('an inline item with an index', 'ITEM_MISMATCH', soloPlan(), { index: 1 }),
    itemFails('an inline item with a path', 'ITEM_MISMATCH', soloPlan(), { path: seeded('path') }),
    itemFails('another item of a batch', 'ITEM_MISMATCH', batchPlan(2), {
      bytes: encodeItem(other),
    }),
    itemFails('the index of another item', 'ITEM_MISMATCH', batchPlan(2), { index: 1 }),
    itemFails('an index outside the batch', 'ITEM_MISMATCH', batchPlan(2), { index: 5 }),
    itemFails(
      'a batch that names a blob',
      'ITEM_MISMATCH',
      { ...batchPlan(0, 1), payloads: [{ kind: 'blob', bytes: encodeItem(other) }] },
      {},
    ),
    itemFails('a path that is too short', 'ITEM_MISMATCH', batchPlan(2), {
      path: new Uint8Array(0),
    }),
    itemFails('a path of 33 bytes', 'ITEM_MISMATCH', batchPlan(2), { path: seeded('path', 33) }),
    itemFails(
      'a batch without its payload',
      'ITEM_MISMATCH',
      {
        ...batchPlan(2),
        calls: [{ ...recordCall(other), method: 'batch', args: [seeded('batch', 16), 1] }],
      },
      {},
    ),
    receiptCase(
      'another note',
      soloPlan({ extra: { note: { salt: SALT, bytes: encodeNote({ name: 'other' }) } } }),
      fails('note', 'NOTE_MISMATCH'),
    ),
    receiptCase(
      'another salt',
      soloPlan({ extra: { note: { salt: seeded('other'), bytes: NOTE } } }),
      fails('note', 'NOTE_MISMATCH'),
    ),
    receiptCase(
      'salt and note split elsewhere',
      soloPlan({
        extra: {
          note: { salt: Uint8Array.from([...SALT, NOTE[0] ?? 0]), bytes: NOTE.subarray(1) },
        },
      }),
      fails('note', 'NOTE_MISMATCH'),
    ),
    receiptCase(
      'a note that is no map',
      noteOfPlan(Uint8Array.of(0x80)),
      fails('note', 'NOTE_MISMATCH'),
    ),
    receiptCase(
      'a note for a record without one',
      soloPlan({
        calls: [recordCall(other)],
        item: { call: 0, index: 0, bytes: encodeItem(other) },
      }),
      fails('note', 'NOTE_MISMATCH'),
    ),
    receiptCase(
      'a note without an item',
      soloPlan(),
      fails('note', 'NOTE_MISMATCH', { change: ({ item, ...rest }) => (item ? rest : rest) }),
    ),
    receiptCase(
      'another file',
      soloPlan(),
      fails('file', 'DIGEST_MISMATCH', { file: utf8('another file') }),
    ),
    receiptCase(
      'a file for a transaction receipt',
      soloPlan({ extra: {} }),
      fails('file', 'ITEM_ABSENT', {
        file: FILE,
        change: ({ item, ...rest }) => (item ? rest : rest),
      }),
    ),
    receiptCase(
      'a digest salt of 31 bytes',
      saltedPlan({ digestSalt: seeded('x', 31) }),
      fails('item', 'SALT_MISMATCH', { file: FILE }),
    ),
    receiptCase(
      'a salt for digests that are not salted',
      soloPlan({ extra: { digestSalt: SALT } }),
      fails('item', 'SALT_MISMATCH', { file: FILE }),
    ),
    receiptCase(
      'salted digests, no salt',
      saltedPlan({}),
      fails('file', 'SALT_ABSENT', { file: FILE }),
    ),
    receiptCase(
      'salted digests, another salt',
      saltedPlan({ digestSalt: seeded('other') }),
      fails('file', 'DIGEST_MISMATCH', { file: FILE }),
    ),
    receiptCase(
      'the file of salt and digest in place of the file',
      saltedPlan({}),
      fails('file', 'SALT_ABSENT', { file: Uint8Array.from([...SALT, ...suite.H(FILE)]) }),
    ),
  ];
}

function saltedItem(): EvidenceItem {
  const digest = suite.H(Uint8Array.from([...SALT, ...suite.H(FILE)]));
  return itemOf(FILE, { digests: new Map([[1, digest]]), salted: true });
}

function saltedPlan(extra: NonNullable<ReceiptPlan['extra']>): ReceiptPlan {
  const item = saltedItem();
  return soloPlan({
    calls: [recordCall(item)],
    item: { call: 0, index: 0, bytes: encodeItem(item) },
    extra,
  });
}

/** Two customers record in one transaction; the receipt is of the second one's record. */
export function jointPlan(): ReceiptPlan {
  const [first, second] = [itemOf(utf8('another file')), itemOf(FILE)];
  const owner: Principal = { kind: 'account', account: seeded('second account', 16) };
  return soloPlan({
    calls: [recordCall(first), { ...recordCall(second), actors: [owner] }],
    item: { call: 1, index: 0, bytes: encodeItem(second) },
    extra: {},
  });
}

function noteOfPlan(note: Uint8Array): ReceiptPlan {
  const item = itemOf(FILE, { noteHash: noteHashOf(suite, SALT, note) });
  return soloPlan({
    calls: [recordCall(item)],
    item: { call: 0, index: 0, bytes: encodeItem(item) },
    extra: { note: { salt: SALT, bytes: note } },
  });
}

function logCases(): ReceiptCase[] {
  const own = organisation('operator');
  const stranger = organisation('stranger');
  const lineFails = (
    name: string,
    step: string,
    code: string,
    lines: NonNullable<ReceiptPlan['lines']>,
  ): ReceiptCase => receiptCase(name, soloPlan({ lines }), fails(step, code));
  const otherOrigin = `stele/${'0'.repeat(32)}`;
  const zeroSignature = new Uint8Array(72);
  return [
    receiptCase(
      'another origin',
      soloPlan({ origin: otherOrigin }),
      fails('origin', 'ORIGIN_MISMATCH'),
    ),
    receiptCase(
      'an origin that is none of ours',
      soloPlan({ origin: 'example.com/log' }),
      fails('origin', 'ORIGIN_MISMATCH'),
    ),
    receiptCase(
      'lineage 0 written out',
      soloPlan({ origin: `${otherOrigin}/g0` }),
      fails('origin', 'ORIGIN_MISMATCH'),
    ),
    receiptCase(
      'one hash replaced',
      soloPlan(),
      fails('inclusion', 'INCLUSION_FAILED', {
        change: (receipt) => ({
          ...receipt,
          proof: receipt.proof.replace(/index 3\n.*\n/, `index 3\n${'A'.repeat(43)}=\n`),
        }),
      }),
    ),
    receiptCase(
      'one hash missing',
      soloPlan(),
      fails('inclusion', 'INCLUSION_FAILED', {
        change: (receipt) => ({
          ...receipt,
          proof: receipt.proof.replace(/index 3\n.*\n/, 'index 3\n'),
        }),
      }),
    ),
    receiptCase(
      'one hash too many',
      soloPlan(),
      fails('inclusion', 'INCLUSION_FAILED', {
        change: (receipt) => ({
          ...receipt,
          proof: receipt.proof.replace('index 3\n', `index 3\n${'A'.repeat(43)}=\n`),
        }),
      }),
    ),
    receiptCase(
      'an index outside the log',
      soloPlan({ index: 9 }),
      fails('inclusion', 'INCLUSION_FAILED'),
    ),
    lineFails('no log line', 'log-signature', 'LOG_SIGNATURE_MISSING', (_, lines) =>
      lines.slice(1),
    ),
    lineFails('a line of a stranger', 'log-signature', 'SIGNATURE_UNKNOWN', (text, lines) => [
      ...lines,
      { ...logLine(stranger, 'stranger', text) },
    ]),
    lineFails('the log line twice', 'log-signature', 'SIGNER_TWICE', (_, lines) => [
      ...lines.slice(0, 1),
      ...lines,
    ]),
    lineFails(
      'a log signature over other bytes',
      'log-signature',
      'SIGNATURE_INVALID',
      (_, lines) =>
        lines.map((line, i) =>
          i === 0 ? { ...line, signature: own.log.sign(utf8('other')) } : line,
        ),
    ),
    lineFails('no cosignature', 'cosignatures', 'THRESHOLD_NOT_REACHED', (_, lines) =>
      lines.slice(0, 1),
    ),
    lineFails('a cosignature of zeros', 'cosignatures', 'SIGNATURE_INVALID', (_, lines) =>
      lines.map((line, i) => (i === 1 ? { ...line, signature: zeroSignature } : line)),
    ),
    lineFails('a cosignature of four bytes', 'cosignatures', 'SIGNATURE_INVALID', (_, lines) =>
      lines.map((line, i) => (i === 1 ? { ...line, signature: seeded('x', 4) } : line)),
    ),
    lineFails('a cosignature with another time', 'cosignatures', 'SIGNATURE_INVALID', (_, lines) =>
      lines.map((line, i) =>
        i === 1
          ? {
              ...line,
              signature: Uint8Array.from([
                ...line.signature.subarray(0, 7),
                1,
                ...line.signature.subarray(8),
              ]),
            }
          : line,
      ),
    ),
    receiptCase(
      'one of three members where two are needed',
      { ...soloPlan(), ...TWO_OF_THREE, cosignedBy: [BANK] },
      fails('cosignatures', 'THRESHOLD_NOT_REACHED'),
    ),
    receiptCase(
      'two nodes of one member where two members are needed',
      twoNodesPlan(),
      fails('cosignatures', 'THRESHOLD_NOT_REACHED'),
    ),
    receiptCase(
      'an entry later than its cosignature',
      soloPlan({ outcome: { timeMs: START_MS + 22_000 } }),
      fails('time', 'TIME_INCONSISTENT'),
    ),
    receiptCase(
      'an entry 15 s later than its cosignature',
      soloPlan({ outcome: { timeMs: START_MS + 21_999 } }),
    ),
  ];
}

/** Bank runs two nodes; its weight still counts once. */
function twoNodesPlan(): ReceiptPlan {
  const second = { ...organisation('bank-2'), name: 'bank', key: BANK.key };
  return {
    ...soloPlan(),
    organisations: [BANK, COURT],
    charter: { threshold: 2, members: [memberOf(BANK), memberOf(COURT)] },
    cosignedBy: [BANK, second],
    statements: [statementOf(BANK), statementOf(second, { node: 'node-1b' })],
  };
}

export function receiptCases(): readonly ReceiptCase[] {
  return [
    ...validCases(),
    ...formatCases(),
    ...chainCases(),
    ...statementCases(),
    ...recordCases(),
    ...logCases(),
  ];
}
