/**
 * The receipt attached to a certificate: `receipt.json` among the embedded files (ISO 32000-1, 7.11.4), or among the associated
 * files of the document (ISO 19005-3, 6.8). Only takes it out; whether it proves anything is for verifyReceipt to say.
 */

import { RECEIPT_BYTES_MAX } from '@stele/protocol';

import { ATTACHMENT_NAME } from '../attachment.ts';
import { malformed } from './malformed.ts';
import { PdfFile } from './pdf-file.ts';
import { unpacked } from './streams.ts';
import { isArray, isDictionary, type PdfDictionary, type PdfValue, textOf } from './values.ts';

export const CERTIFICATE_BYTES_MAX = 67_108_864;
const NAME_TREE_NODES_MAX = 1_000;
const ATTACHMENTS_MAX = 10_000;

/**
 * The receipt's bytes, as they were attached. Bounded in time and memory whatever `pdf` is; at most CERTIFICATE_BYTES_MAX bytes. Also
 * from certificates that another tool saved again. CERTIFICATE_MALFORMED says why there is none to be had.
 */
export function receiptInCertificate(pdf: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve) => {
    resolve(takeOut(pdf));
  });
}

function takeOut(pdf: Uint8Array): Uint8Array {
  if (pdf.length > CERTIFICATE_BYTES_MAX) throw malformed('it is larger than 64 MiB');
  const file = new PdfFile(pdf);
  const attachment = attachmentsOf(file).find((one) => isReceipt(file, one));
  if (attachment === undefined) throw malformed(`${ATTACHMENT_NAME} is not attached`);
  const embedded = file.resolve(attachment.get('EF'));
  if (!isDictionary(embedded)) throw malformed('the attachment has no content');
  const stream = file.stream(embedded.get('UF') ?? embedded.get('F'));
  // A copy: what was read belongs to the caller's buffer, or to all of an unpacked stream.
  return Uint8Array.from(unpacked(stream, RECEIPT_BYTES_MAX));
}

function isReceipt(file: PdfFile, attachment: PdfDictionary): boolean {
  return ['UF', 'F'].some((key) => textOf(file.resolve(attachment.get(key))) === ATTACHMENT_NAME);
}

function attachmentsOf(file: PdfFile): readonly PdfDictionary[] {
  const { catalog } = file;
  const names = file.resolve(catalog.get('Names'));
  const tree = isDictionary(names) ? names.get('EmbeddedFiles') : undefined;
  const associated = file.resolve(catalog.get('AF'));
  const all = [...namedValues(file, tree), ...(isArray(associated) ? associated : [])];
  return all
    .slice(0, ATTACHMENTS_MAX)
    .map((value) => file.resolve(value))
    .filter(isDictionary);
}

/** The values of a name tree (7.9.6), breadth first, each node counted so that a circle ends. */
function namedValues(file: PdfFile, tree: PdfValue | undefined): readonly PdfValue[] {
  const values: PdfValue[] = [];
  const nodes: PdfValue[] = tree === undefined ? [] : [tree];
  for (let i = 0; i < Math.min(nodes.length, NAME_TREE_NODES_MAX); i++) {
    const node = file.resolve(nodes[i]);
    if (!isDictionary(node)) continue;
    const names = file.resolve(node.get('Names'));
    if (isArray(names)) values.push(...names.filter((_, place) => place % 2 === 1));
    const kids = file.resolve(node.get('Kids'));
    if (isArray(kids)) nodes.push(...kids.slice(0, NAME_TREE_NODES_MAX));
  }
  return values;
}
