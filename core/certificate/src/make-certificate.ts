/**
 * A receipt in, a certificate out: verifies, says what the receipt proves (facts.ts), has it drawn in a thread (thread/) with the
 * receipt attached inside. Refuses a receipt that does not check; whether its chain is trusted is for the certificate's reader.
 */

import { rejection, utf8 } from '@stele/base';
import {
  parseReceipt,
  receiptToJson,
  type TokenVerdict,
  type VerificationInput,
  type Verdict,
  verifyReceipt,
} from '@stele/protocol';

import { factsOf, type VerifiedRecord } from './facts.ts';
import { drawInThread } from './thread/drawing-thread.ts';

export interface CertificateOptions extends Pick<VerificationInput, 'crypto' | 'timestamps'> {
  /** Where the service answers, without which the certificate says how to verify offline. */
  readonly publicUrl?: string | undefined;
}

const JSON_OPENING = 0x7b;

/**
 * The certificate of a receipt in JSON or CBOR form, as a PDF/A-3a (ISO 19005-3) with `receipt.json` attached: a receipt in JSON form
 * byte for byte, one in CBOR form as JSON. The same receipt and options give the same bytes.
 *
 * RECEIPT_INVALID: it does not check. RECEIPT_NOT_OF_RECORD: it proves a transaction, not an evidence record. CERTIFICATE_BUSY: too
 * many are being drawn (retryable). CERTIFICATE_NOT_DRAWN: the drawing thread stopped.
 */
export async function makeCertificate(
  receipt: Uint8Array,
  { publicUrl, ...input }: CertificateOptions,
): Promise<Uint8Array> {
  const facts = factsOf(verifiedRecord(receipt, input), publicUrl);
  return await drawInThread({ facts, receipt: jsonForm(receipt) });
}

function verifiedRecord(
  bytes: Uint8Array,
  { crypto, timestamps }: Pick<CertificateOptions, 'crypto' | 'timestamps'>,
): VerifiedRecord {
  const tokens: TokenVerdict[] = [];
  const verdict = verifyReceipt(bytes, {
    crypto,
    trusted: [],
    ...(timestamps && {
      timestamps: (token, imprint) => {
        const verdictOnToken = timestamps(token, imprint);
        tokens.push(verdictOnToken);
        return verdictOnToken;
      },
    }),
  });
  const { record, chain, assurance, doesNotProve } = verdict;
  if (verdict.verdict === 'invalid') throw invalid(verdict);
  if (record === undefined || chain === undefined || assurance === undefined) {
    throw invalid(verdict);
  }
  const receipt = parseReceipt(bytes);
  if (receipt.item === undefined) throw notOfRecord();
  return { receipt, item: receipt.item, record, chain, assurance, doesNotProve, tokens };
}

function invalid({ steps }: Verdict): Error {
  const failed = steps.find(({ result }) => result === 'fail');
  return rejection(
    'RECEIPT_INVALID',
    `the receipt does not check: ${failed?.detail ?? 'unknown'}`,
    {
      action:
        'Fetch the receipt again from the ledger; `stele verify` says what is wrong with this one.',
      data: { step: failed?.name, reason: failed?.code },
    },
  );
}

function notOfRecord(): Error {
  return rejection(
    'RECEIPT_NOT_OF_RECORD',
    'the receipt proves a transaction, not a record of evidence',
    { action: 'Give the receipt of one record; a batch has one for each of its records.' },
  );
}

function jsonForm(receipt: Uint8Array): Uint8Array {
  const isJson = receipt.find((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte)) === JSON_OPENING;
  return isJson ? receipt : utf8(receiptToJson(parseReceipt(receipt)));
}
