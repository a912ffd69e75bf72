/** The request for a timestamp and the answer to it, as bytes (RFC 3161, 2.4.1 and 2.4.2). How they travel is in request-token.ts. */

import { equal, failure, isCoded, toHex } from '@stele/base';
import { childrenOf, type DerNode, expect, readDer, smallInteger, TAG } from './der.ts';
import { der, oid, sequence, unsigned } from './der-writer.ts';
import { readToken } from './token.ts';

const SHA_256 = '2.16.840.1.101.3.4.2.1';

export interface Asked {
  /** SHA-256, 32 bytes. */
  readonly imprint: Uint8Array;
  /** Random; makes an old answer useless. */
  readonly nonce: Uint8Array;
}

/** A TimeStampReq: version 1, SHA-256 imprint, nonce, and the wish to have the certificate in the token. */
export function encodeRequest({ imprint, nonce }: Asked): Uint8Array {
  const algorithm = sequence(oid(SHA_256), der(0x05));
  return sequence(
    unsigned(Uint8Array.of(1)),
    sequence(algorithm, der(TAG.octetString, imprint)),
    unsigned(nonce),
    der(TAG.boolean, Uint8Array.of(0xff)),
  );
}

const GRANTED = [0, 1];
const STATUS_NAMES = [
  'granted',
  'grantedWithMods',
  'rejection',
  'waiting',
  'revocationWarning',
  'revocationNotification',
];
/** PKIFailureInfo bits that RFC 3161 allows. */
const FAILURES: ReadonlyMap<number, string> = new Map([
  [0, 'badAlg'],
  [2, 'badRequest'],
  [5, 'badDataFormat'],
  [14, 'timeNotAvailable'],
  [15, 'unacceptedPolicy'],
  [16, 'unacceptedExtension'],
  [17, 'addInfoNotAvailable'],
  [25, 'systemFailure'],
]);

/**
 * The token of a TimeStampResp. Fails with TIMESTAMP_REFUSED (data: status, failures), TIMESTAMP_ANSWER_MALFORMED,
 * TIMESTAMP_IMPRINT_MISMATCH, TIMESTAMP_NONCE_MISMATCH. The token's signature is not checked here.
 */
export function readAnswer(bytes: Uint8Array, asked: Asked): Uint8Array {
  try {
    const [status, token] = childrenOf(readDer(bytes), TAG.sequence);
    checkStatus(status);
    const whole = expect(token, TAG.sequence).bytes;
    checkAnswers(whole, asked);
    return Uint8Array.from(whole);
  } catch (cause) {
    if (!isCoded(cause, 'DER_MALFORMED')) throw cause;
    throw failure('TIMESTAMP_ANSWER_MALFORMED', 'a time authority answered with something else', {
      action: 'Check the address of the time authority.',
      retryable: true,
      cause,
    });
  }
}

function checkStatus(node: DerNode | undefined): void {
  const [status, ...rest] = childrenOf(node, TAG.sequence);
  const number = smallInteger(status);
  if (GRANTED.includes(number)) return;
  const failures = failuresOf(rest.find(({ tag }) => tag === TAG.bitString));
  throw failure('TIMESTAMP_REFUSED', 'a time authority refused to make a timestamp', {
    action: 'Ask the time authority what the failure it names means.',
    retryable: true,
    data: { status: STATUS_NAMES[number] ?? String(number), failures },
  });
}

function failuresOf(bits: DerNode | undefined): readonly string[] {
  const octets = bits?.content.subarray(1) ?? new Uint8Array(0);
  return [...FAILURES]
    .filter(([bit]) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
    .map(([, name]) => name);
}

function checkAnswers(token: Uint8Array, { imprint, nonce }: Asked): void {
  const { info } = readToken(token);
  if (!equal(info.imprint, imprint)) {
    throw failure('TIMESTAMP_IMPRINT_MISMATCH', 'a time authority stamped something else', {
      retryable: true,
      data: { stamped: toHex(info.imprint) },
    });
  }
  if (info.nonce === undefined || !equal(info.nonce.bytes, unsigned(nonce))) {
    throw failure(
      'TIMESTAMP_NONCE_MISMATCH',
      'a time authority gave an answer to another request',
      {
        retryable: true,
      },
    );
  }
}
