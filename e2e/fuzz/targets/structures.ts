/** Everything that is canonical CBOR: what is taken is what would have been written again. */

import assert from 'node:assert/strict';
import {
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  toBase64,
  toBase64url,
  toHex,
  utf8,
} from '@stele/base';
import * as protocol from '@stele/protocol';
import { decoder, outcomeOf, type Target, textDecoder } from '../target.ts';
import { bytesOf, casesOf, textsOf } from './vectors.ts';

const SHAPE = new protocol.Shape('PRINCIPAL_MALFORMED');
const { portableCrypto: crypto } = protocol;
const [{ fingerprint = '' } = {}] = casesOf('transaction') as { readonly fingerprint?: string }[];
const CHAIN = { suite: protocol.suiteOf('intl', crypto), fingerprint: fromHex(fingerprint) };

const SUBMISSION = protocol.encodeSubmission({
  tx: utf8('tx'),
  payloads: [
    { kind: 'items', items: [utf8('a'), utf8('b')] },
    { kind: 'blob', bytes: utf8('blob') },
  ],
});

const transactions = (): readonly Uint8Array[] => bytesOf('transaction');

/** The bodies inside the examples of transactions. */
function bodies(): readonly Uint8Array[] {
  return transactions().flatMap((bytes) => {
    try {
      return [protocol.decodeTransaction(bytes).body];
    } catch {
      return [];
    }
  });
}

const CBOR: readonly Target[] = [
  decoder({
    name: 'cbor',
    seeds: () => bytesOf('cbor'),
    decode: protocol.decode,
    encode: protocol.encode,
  }),
  decoder({
    name: 'cbor-sequence',
    seeds: () => bytesOf('cbor'),
    decode: protocol.splitSequence,
    encode: (items) => Buffer.concat(items),
  }),
  decoder({
    name: 'principal',
    seeds: () => bytesOf('principal'),
    decode: (bytes) => protocol.principalFromCbor(SHAPE.decode(bytes)),
    encode: (principal) => protocol.encode(protocol.principalToCbor(principal)),
  }),
  decoder({
    name: 'transaction',
    seeds: transactions,
    decode: (bytes) => {
      outcomeOf(() => protocol.inspectTransaction(CHAIN, bytes));
      return protocol.decodeTransaction(bytes);
    },
    encode: protocol.encodeTransaction,
  }),
  decoder({
    name: 'body',
    seeds: bodies,
    decode: protocol.decodeBody,
    encode: protocol.encodeBody,
  }),
  decoder({
    name: 'entry',
    seeds: () => bytesOf('entry'),
    decode: protocol.decodeEntry,
    encode: protocol.encodeEntry,
  }),
  decoder({
    name: 'header',
    seeds: () => bytesOf('header'),
    decode: protocol.decodeHeader,
    encode: protocol.encodeHeader,
  }),
  decoder({
    name: 'system',
    seeds: () => bytesOf('system'),
    decode: protocol.decodeSystemAct,
    encode: protocol.encodeSystemAct,
  }),
  decoder({
    name: 'setup',
    seeds: () => [protocol.encodeSetup([])],
    decode: protocol.decodeSetup,
    encode: protocol.encodeSetup,
  }),
  decoder({
    name: 'effect',
    seeds: () => bytesOf('effect'),
    decode: protocol.decodeEffect,
    encode: protocol.encodeEffect,
  }),
  decoder({
    name: 'charter',
    seeds: () => bytesOf('charter'),
    decode: (bytes) => protocol.decodeCharter(bytes, crypto),
    encode: protocol.encodeCharter,
  }),
  decoder({
    name: 'statement',
    seeds: () => bytesOf('statement'),
    decode: protocol.decodeStatement,
    encode: protocol.encodeStatement,
  }),
  decoder({
    name: 'item',
    seeds: () => bytesOf('item'),
    decode: protocol.decodeItem,
    encode: protocol.encodeItem,
  }),
  decoder({ name: 'note', seeds: () => bytesOf('note'), decode: protocol.decodeNote }),
  decoder({
    name: 'envelope',
    seeds: () => bytesOf('envelope'),
    decode: protocol.decodeEnvelope,
    encode: protocol.encodeEnvelope,
  }),
  decoder({
    name: 'submission',
    seeds: () => [SUBMISSION],
    decode: protocol.decodeSubmission,
    encode: protocol.encodeSubmission,
  }),
  decoder({
    name: 'triple',
    seeds: () => bytesOf('triple'),
    decode: protocol.decodeSignature,
    encode: protocol.encodeSignature,
  }),
  decoder({
    name: 'payload',
    seeds: () => bytesOf('payload', 'payload'),
    decode: (bytes) => protocol.payloadFromCbor(SHAPE.decode(bytes), SHAPE),
    encode: (payload) => protocol.encode(protocol.payloadToCbor(payload)),
  }),
];

const PRINCIPALS = [
  `key:${'ab'.repeat(32)}`,
  `acc_${'01'.repeat(16)}`,
  'role:bank/clerk',
  'contract:evidence',
  `2-of(acc_${'01'.repeat(16)},role:bank/clerk,contract:accounts)`,
];
const ORIGIN = `stele/${'0123456789abcdef'.repeat(2)}`;
const TILES = ['0/000', '1/x001/234', '7/000.p/12', 'entries/x123/045.p/255', 'entries/000'].map(
  (path) => `tile/${path}`,
);

/** Members stand in any order in a text, and in one order in what is written. */
function sameInText(text: string): protocol.Principal {
  const principal = protocol.principalFromText(text);
  assert.deepEqual(protocol.principalFromText(protocol.principalToText(principal)), principal);
  return principal;
}

const TEXTS: readonly Target[] = [
  textDecoder({ name: 'principal-text', seeds: () => PRINCIPALS, decode: sameInText }),
  textDecoder({
    name: 'proof',
    seeds: () => textsOf('proof', 'text'),
    decode: protocol.parseProof,
  }),
  textDecoder({
    name: 'signed-note',
    seeds: () => textsOf('proof', 'text').map((text) => text.slice(text.indexOf('\n\n') + 2)),
    decode: (text) => {
      protocol.parseCheckpoint(text);
      return protocol.parseNote(text);
    },
    encode: protocol.formatNote,
  }),
  textDecoder({
    name: 'origin',
    seeds: () => [ORIGIN, `${ORIGIN}/g1`],
    decode: (text) => protocol.parseOrigin(text) ?? text,
  }),
  textDecoder({
    name: 'tile-path',
    seeds: () => TILES,
    decode: (text) => {
      const tile = protocol.parseTilePath(text);
      return tile === undefined ? text : protocol.tilePath(tile);
    },
    encode: (path) => path,
  }),
  textDecoder({ name: 'hex', seeds: () => ['', '00ff'], decode: fromHex, encode: toHex }),
  textDecoder({
    name: 'base64',
    seeds: () => ['', 'AA==', '+/8='],
    decode: fromBase64,
    encode: toBase64,
  }),
  textDecoder({
    name: 'base64url',
    seeds: () => ['', 'AA', '-_8'],
    decode: fromBase64url,
    encode: toBase64url,
  }),
];

const OTHERS: readonly Target[] = [
  decoder({ name: 'utf8', seeds: () => ['合同', '\ufeffx'], decode: fromUtf8, encode: utf8 }),
  decoder({
    name: 'cosignature',
    seeds: () => [new Uint8Array(72)],
    decode: (bytes) => protocol.decodeCosignature(bytes),
    encode: (cosignature) => cosignature && protocol.encodeCosignature(cosignature),
  }),
];

export const TARGETS: readonly Target[] = [...CBOR, ...TEXTS, ...OTHERS];
