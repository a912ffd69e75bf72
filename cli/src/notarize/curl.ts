/** `stele notarize --curl`: the signed transactions as calls to make oneself. Nothing is recorded, nothing written. */

import { toHex } from '@stele/base';
import { encodeSubmission, PAYLOAD_ITEMS_MAX } from '@stele/protocol';

import { certificatePathOf } from '../certificates/read-certificate.ts';
import { curlCommand, shellQuote } from '../client/curl.ts';
import { receiptPathOf } from '../receipts/read-receipt.ts';
import { adminKeyPath } from '../settings/data-folder.ts';
import { type Batch, signBatch } from './batch.ts';
import type { OperatorPlace } from './operator.ts';
import { type DigestedFile, newIdsFor, recordOf } from './record.ts';

export interface CurlOptions {
  readonly withCertificate: boolean;
}

export function curlOf(
  place: OperatorPlace,
  files: readonly DigestedFile[],
  { withCertificate }: CurlOptions,
): string {
  const newId = newIdsFor(place.operator, undefined);
  const calls: string[] = [];
  for (let start = 0; start < files.length; start += PAYLOAD_ITEMS_MAX) {
    const records = files
      .slice(start, start + PAYLOAD_ITEMS_MAX)
      .map((file) => recordOf(place.operator, file, newId()));
    calls.push(...callsOf(place, signBatch(place.operator, records, newId)));
  }
  if (withCertificate) calls.push(...files.map((file) => certificateCall(place, file)));
  return calls.join('\n');
}

/** The receipt is JSON, so the shell can put it into the body as it is. */
function certificateCall({ address }: OperatorPlace, { path }: DigestedFile): string {
  const body = `printf '{"receipt":%s}' "$(cat ${shellQuote(receiptPathOf(path))})"`;
  const call = curlCommand({
    method: 'POST',
    url: `${address}/v1/certificates`,
    headers: { 'Content-Type': 'application/json' },
    output: certificatePathOf(path),
  });
  return `${body} | ${call} --data-binary @-`;
}

function callsOf({ folder, address }: OperatorPlace, batch: Batch): readonly string[] {
  const keyPath = adminKeyPath(folder);
  const transactions = `${address}/v1/chains/main/transactions`;
  const submit = curlCommand({
    method: 'POST',
    url: `${transactions}?wait=proven`,
    keyPath,
    body: { mediaType: 'application/cbor', bytes: encodeSubmission(batch.signed.submission) },
  });
  const receipts = batch.records.map((_, item) =>
    curlCommand({
      method: 'GET',
      url: `${transactions}/${toHex(batch.signed.id)}/proof?call=0&item=${String(item)}`,
      keyPath,
    }),
  );
  return [submit, ...receipts];
}
