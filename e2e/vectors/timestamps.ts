/**
 * Receipts with timestamps (spec/receipt.md, "Timestamps"): tokens that hold, and every way of not holding. Expected codes stand here
 * by hand.
 */

import { utf8 } from '@stele/base';
import {
  checkpointImprint,
  parseProof,
  portableCrypto,
  receiptToCbor,
  receiptToJson,
} from '@stele/protocol';
import {
  attribute,
  byKeyIdentifier,
  certificateOf,
  type CertificatePlan,
  der,
  extension,
  forTimestamps,
  generalizedTime,
  integer,
  isAuthority,
  issuerAndSerial,
  keyUsage,
  octets,
  oid,
  OIDS,
  ROOT,
  sequence,
  set,
  SIGNER,
  SIGNER_PLAN,
  signingCertificate,
  signingCertificateV2,
  tokenOf,
  type TokenPlan,
} from './authority.ts';
import type { ReceiptCase } from './receipts.ts';
import { makeReceipt, type ReceiptPlan, soloPlan } from './made-receipt.ts';
import { seeded, START_MS } from './world.ts';

type PartialToken = Omit<TokenPlan, 'imprint'>;

interface Expected {
  /** `pass`, or the code of the step. */
  readonly step: string;
  readonly authorities?: readonly Uint8Array[] | null;
  readonly plan?: ReceiptPlan;
  readonly cbor?: boolean;
}

const SKIPPING = ['TIMESTAMPS_ABSENT', 'TIMESTAMPS_NOT_CHECKED', 'TIMESTAMP_AUTHORITY_UNKNOWN'];

/** A receipt with the tokens that `tokens` makes of the checkpoint's imprint. */
function stamped(
  name: string,
  tokens: (imprint: Uint8Array) => readonly Uint8Array[],
  { step, authorities = [ROOT], plan = soloPlan(), cbor = false }: Expected,
): ReceiptCase {
  const { receipt, fingerprint } = makeReceipt(plan);
  const imprint = checkpointImprint(portableCrypto, parseProof(receipt.proof).signed);
  const whole = { ...receipt, timestamps: tokens(imprint) };
  return {
    name,
    receipt: cbor ? receiptToCbor(whole) : utf8(receiptToJson(whole)),
    trusted: [fingerprint],
    ...(authorities && { authorities }),
    ...outcomeOf(step),
  };
}

function outcomeOf(step: string): Pick<ReceiptCase, 'verdict' | 'step' | 'code' | 'timestamps'> {
  if (step === 'RECEIPT_MALFORMED') return { verdict: 'invalid', step: 'format', code: step };
  const timestamps = step;
  if (step === 'pass' || SKIPPING.includes(step)) return { verdict: 'valid', timestamps };
  return { verdict: 'invalid', step: 'timestamps', code: step, timestamps };
}

/** A receipt with one token. */
function one(
  name: string,
  step: string,
  token: PartialToken,
  more: Partial<Expected> = {},
): ReceiptCase {
  return stamped(name, (imprint) => [tokenOf({ imprint, ...token })], { step, ...more });
}

const signerWith = (changes: Partial<CertificatePlan>): Uint8Array =>
  certificateOf({ ...SIGNER_PLAN, ...changes });

function holding(): readonly ReceiptCase[] {
  const entryLate = soloPlan({ outcome: { timeMs: START_MS + 21_999 } });
  return [
    one('a timestamp', 'pass', {}),
    one('a timestamp in CBOR form', 'pass', {}, { cbor: true }),
    one("the signer's own certificate trusted", 'pass', {}, { authorities: [SIGNER] }),
    one('an authority that is not trusted', 'TIMESTAMP_AUTHORITY_UNKNOWN', {}, { authorities: [] }),
    one('no authority given', 'TIMESTAMPS_NOT_CHECKED', {}, { authorities: null }),
    stamped('no timestamp', () => [], { step: 'TIMESTAMPS_ABSENT' }),
    stamped('one trusted, one not', (imprint) => [strangerToken(imprint), tokenOf({ imprint })], {
      step: 'pass',
    }),
    stamped(
      'eight timestamps',
      (imprint) => Array.from({ length: 8 }, () => tokenOf({ imprint })),
      {
        step: 'pass',
      },
    ),
    one('the signer by key identifier', 'pass', { identifier: byKeyIdentifier(SIGNER_PLAN.name) }),
    one('the first form of the signing certificate', 'pass', {
      attributes: ([type, digest]) => [type, digest, signingCertificate(SIGNER)].filter(isThere),
    }),
    one('both forms of the signing certificate', 'pass', {
      attributes: (standard) => [...standard, signingCertificate(SIGNER)],
    }),
    one('a time with a fraction', 'pass', { time: der(0x18, utf8('20260921141328.1234567Z')) }),
    one(
      'a timestamp 15 s before the entry',
      'pass',
      { timeMs: START_MS + 7_000 },
      {
        plan: soloPlan({
          outcome: { timeMs: START_MS + 22_000 },
          cosignedAtSeconds: START_MS / 1000 + 8,
        }),
      },
    ),
    one(
      'an untrusted timestamp long before the entry',
      'TIMESTAMP_AUTHORITY_UNKNOWN',
      { timeMs: START_MS },
      {
        plan: entryLate,
        authorities: [],
      },
    ),
  ];
}

const isThere = (value: Uint8Array | undefined): value is Uint8Array => value !== undefined;

function strangerToken(imprint: Uint8Array): Uint8Array {
  const name = 'Stranger';
  const certificate = certificateOf({ name, extensions: [forTimestamps()] });
  return tokenOf({ imprint, certificate, signedBy: name, identifier: issuerAndSerial(name) });
}

/** Paths that end at a trusted certificate, and paths that do not. */
function paths(): readonly ReceiptCase[] {
  const unknown = 'TIMESTAMP_AUTHORITY_UNKNOWN';
  const leaf = signerWith({ by: 'Middle' });
  const through = (
    name: string,
    step: string,
    middle: Partial<CertificatePlan>,
    root = ROOT,
  ): ReceiptCase => {
    const extensions = [isAuthority(), keyUsage(0x04)];
    const between = certificateOf({ name: 'Middle', by: 'Root', extensions, ...middle });
    const token = {
      certificate: leaf,
      others: [between],
      identifier: issuerAndSerial('Middle'),
    };
    return one(name, step, token, { authorities: [root] });
  };
  const rootWith = (...extensions: readonly Uint8Array[]): Uint8Array =>
    certificateOf({ name: 'Root', extensions });
  return [
    through('an authority between', 'pass', {}),
    through('an authority between that is for timestamps', 'pass', {
      extensions: [isAuthority(), keyUsage(0x04), forTimestamps(false)],
    }),
    through('between: not an authority', unknown, { extensions: [keyUsage(0x04)] }),
    through('between: may not sign certificates', unknown, {
      extensions: [isAuthority(), keyUsage(0x80)],
    }),
    through('between: for web servers', unknown, {
      extensions: [isAuthority(), extension(OIDS.extendedKeyUsage, sequence(oid(OIDS.serverAuth)))],
    }),
    through('between: expired', unknown, { notAfterMs: START_MS - 1_000 }),
    through('between: not by the root', unknown, { by: 'Somebody' }),
    through('between: a critical extension that nobody knows', unknown, {
      extensions: [isAuthority(), extension('2a0305', sequence(), true)],
    }),
    through('root: no authority may stand below', unknown, {}, rootWith(isAuthority(integer(0)))),
    through('root: one authority may stand below', 'pass', {}, rootWith(isAuthority(integer(1)))),
    one(
      'a root of the same name with another key',
      unknown,
      {},
      {
        authorities: [certificateOf({ name: 'Root', key: 'Other', extensions: [isAuthority()] })],
      },
    ),
  ];
}

function malformedTokens(): readonly ReceiptCase[] {
  const code = 'TIMESTAMP_MALFORMED';
  const bytes = (name: string, change: (token: Uint8Array) => Uint8Array): ReceiptCase =>
    stamped(name, (imprint) => [change(tokenOf({ imprint }))], { step: code });
  return [
    bytes('a timestamp of one byte', () => Uint8Array.of(0)),
    bytes('a timestamp cut short', (token) => token.subarray(0, -1)),
    bytes('a byte after a timestamp', (token) => Uint8Array.from([...token, 0])),
    bytes('indefinite length', (token) =>
      Uint8Array.from([0x30, 0x80, ...token.subarray(4), 0, 0]),
    ),
    bytes('a length in a longer form', (token) =>
      Uint8Array.from([0x30, 0x83, 0, ...token.subarray(2)]),
    ),
    bytes('another content than signed data', (token) =>
      token.map((byte, i) => (i === 14 ? 1 : byte)),
    ),
    one('a timestamp of version 2', code, { version: 2 }),
    one('a time without seconds', code, { time: der(0x18, utf8('202609211413Z')) }),
    one('a time with an offset', code, { time: der(0x18, utf8('20260921141328+0100')) }),
    one('a time with a fraction that ends in zero', code, {
      time: der(0x18, utf8('20260921141328.10Z')),
    }),
    one('the 30th of February', code, { time: der(0x18, utf8('20260230141328Z')) }),
    one('a UTCTime', code, { time: der(0x17, utf8('260921141328Z')) }),
    one('two signers', code, { signerInfos: (signer) => [signer, signer] }),
    one('no signer', code, { signerInfos: () => [] }),
    one('an attribute twice', code, {
      attributes: (standard) => [...standard, ...standard.slice(0, 1)],
    }),
    one('an attribute with two values', code, {
      attributes: ([type, , certificate]) =>
        [
          type,
          sequence(oid(OIDS.messageDigest), set(octets(seeded('a')), octets(seeded('b')))),
          certificate,
        ].filter(isThere),
    }),
    one('no message digest', code, {
      attributes: ([type, , certificate]) => [type, certificate].filter(isThere),
    }),
    one('a certificate beside it that is none', code, { others: [sequence(integer(1))] }),
  ];
}

function wrongTokens(): readonly ReceiptCase[] {
  const missing = 'TIMESTAMP_SIGNER_MISSING';
  const unfit = 'TIMESTAMP_SIGNER_UNFIT';
  const signature = 'TIMESTAMP_SIGNATURE_INVALID';
  const fitness = (name: string, ...extensions: readonly Uint8Array[]): ReceiptCase =>
    one(name, unfit, { certificate: signerWith({ extensions }) });
  const sha1 = sequence(oid('2b0e03021a'));
  const otherDigest = attribute(OIDS.messageDigest, octets(seeded('other')));
  return [
    stamped('a timestamp of something else', () => [tokenOf({ imprint: seeded('other') })], {
      step: 'TIMESTAMP_IMPRINT_MISMATCH',
    }),
    one('an imprint that says it is SHA-1', 'TIMESTAMP_IMPRINT_MISMATCH', {
      imprintAlgorithm: sha1,
    }),
    one('no signing certificate attribute', missing, {
      attributes: (standard) => standard.slice(0, 2),
    }),
    one('the hash of another certificate', missing, {
      attributes: ([type, digest]) => [type, digest, signingCertificateV2(ROOT)].filter(isThere),
    }),
    one('two forms that disagree', missing, {
      others: [ROOT],
      attributes: (standard) => [...standard, signingCertificate(ROOT)],
    }),
    one('another serial number', missing, { identifier: issuerAndSerial('Root', integer(1)) }),
    one('another issuer', missing, { identifier: issuerAndSerial('Other') }),
    one('another key identifier', missing, { identifier: byKeyIdentifier('Other') }),
    one('a digest by SHA-1', 'TIMESTAMP_ALGORITHM_UNKNOWN', { digestAlgorithm: sha1 }),
    one('a signature by SHA-1', 'TIMESTAMP_ALGORITHM_UNKNOWN', {
      signatureAlgorithm: sequence(oid('2a8648ce3d0401')),
    }),
    one('a signature by another hash than stated', 'TIMESTAMP_ALGORITHM_UNKNOWN', {
      signatureAlgorithm: sequence(oid('2a8648ce3d040303')),
    }),
    one('an RSA signature by an elliptic key', 'TIMESTAMP_ALGORITHM_UNKNOWN', {
      signatureAlgorithm: sequence(oid('2a864886f70d01010b'), der(5)),
    }),
    one('the signature of another key', signature, { signedBy: 'Other' }),
    one('another content type', signature, {
      attributes: (standard) => [
        attribute(OIDS.contentType, oid(OIDS.signedData)),
        ...standard.slice(1),
      ],
    }),
    one('another message digest', signature, {
      attributes: ([type, , certificate]) => [type, otherDigest, certificate].filter(isThere),
    }),
    one('a time changed after it was signed', signature, {
      tamper: (info) => {
        const from = Buffer.from(generalizedTime(START_MS + 8_000));
        const place = Buffer.from(info).indexOf(from);
        const to = generalizedTime(START_MS + 5_000);
        return Uint8Array.from([
          ...info.subarray(0, place),
          ...to,
          ...info.subarray(place + to.length),
        ]);
      },
    }),
    fitness('no purpose', keyUsage(0x80)),
    fitness('a purpose that is not critical', forTimestamps(false)),
    fitness('two purposes', forTimestamps(true, oid(OIDS.serverAuth))),
    fitness('a key that may not sign', keyUsage(0x04), forTimestamps()),
    fitness(
      'a critical extension that nobody knows',
      forTimestamps(),
      extension('2a0305', sequence(), true),
    ),
    one('a certificate that expired before', 'TIMESTAMP_SIGNER_EXPIRED', {
      certificate: signerWith({ notAfterMs: START_MS + 7_000 }),
    }),
    one('a certificate that was not valid yet', 'TIMESTAMP_SIGNER_EXPIRED', {
      certificate: signerWith({ notBeforeMs: START_MS + 9_000 }),
    }),
    one(
      'a timestamp more than 15 s before the entry',
      'TIME_INCONSISTENT',
      { timeMs: START_MS + 6_000 },
      {
        plan: soloPlan({ outcome: { timeMs: START_MS + 21_999 } }),
      },
    ),
  ];
}

function wrongFields(): readonly ReceiptCase[] {
  const step = 'RECEIPT_MALFORMED';
  return [
    stamped('nine timestamps', (imprint) => Array.from({ length: 9 }, () => tokenOf({ imprint })), {
      step,
    }),
    stamped('an empty timestamp', () => [new Uint8Array(0)], { step }),
    stamped('a timestamp of 16 385 bytes', () => [seeded('long', 16_385)], { step }),
    stamped('a timestamp that is a number', () => [7 as unknown as Uint8Array], {
      step,
      cbor: true,
    }),
  ];
}

export function timestampCases(): readonly ReceiptCase[] {
  return [...holding(), ...paths(), ...malformedTokens(), ...wrongTokens(), ...wrongFields()];
}
