/**
 * The forms a receipt is given in, in one table: what a suffix, an Accept header and an answer's Content-Type say. How each is made
 * stands beside this file; the certificate is made by @stele/certificate.
 */

import type { Receipt } from '@stele/protocol';

export type ReceiptFormName = 'json' | 'cbor' | 'cose' | 'tlog-proof' | 'pdf';

export interface ReceiptForm {
  readonly name: ReceiptFormName;
  /** What an Accept header asks for it by. */
  readonly mediaType: string;
  /** Of the path and of a saved file, with its dot. */
  readonly suffix: string;
  /** The answer's header. */
  readonly contentType: string;
}

/** Best first: what is answered when a client takes anything. */
export const RECEIPT_FORMS: readonly ReceiptForm[] = [
  form('json', 'application/vnd.stele.receipt+json'),
  form('cbor', 'application/cbor'),
  form('cose', 'application/cose', '; cose-type="cose-sign1"'),
  form('tlog-proof', 'text/plain', '; charset=utf-8'),
  form('pdf', 'application/pdf'),
];

function form(name: ReceiptFormName, mediaType: string, parameters = ''): ReceiptForm {
  return { name, mediaType, suffix: `.${name}`, contentType: `${mediaType}${parameters}` };
}

/** The form of that name; undefined for another. */
export function receiptForm(name: string): ReceiptForm | undefined {
  return RECEIPT_FORMS.find((one) => one.name === name);
}

/** What a holder may leave out of a receipt before handing it on. */
export type Redaction = 'note' | 'digest-salt';

/**
 * The receipt without what is named; it verifies as before, because nothing that was recorded is in either.
 *
 * `note` takes name, size, reference and metadata away. A salted record keeps its `digestSalt` then: the reader is to compare the file,
 * and is not to learn what it is called. `digest-salt` takes that away too; without it no file can be compared any more
 * (SALT_ABSENT), and nobody can try files against the digests, which is what a public copy wants.
 */
export function redacted(receipt: Receipt, leaveOut: readonly Redaction[]): Receipt {
  const { note, digestSalt, ...rest } = receipt;
  return {
    ...rest,
    ...(note && !leaveOut.includes('note') && { note }),
    ...(digestSalt && !leaveOut.includes('digest-salt') && { digestSalt }),
  };
}
