/**
 * `stele notarize --certificate`: the server draws a certificate around each receipt that lies beside its file already. What comes
 * back is looked at before it is written: it must carry this very receipt.
 */

import { setTimeout as delay } from 'node:timers/promises';

import { assert, equal, isCoded, utf8 } from '@stele/base';
import { receiptInCertificate } from '@stele/certificate';
import { parseReceipt, receiptToCbor, receiptToJson } from '@stele/protocol';
import { exchange, type HttpAddress } from '@stele/sdk';

import { certificatePathOf, receiptAttachedTo } from '../certificates/read-certificate.ts';
import { createNew } from '../files/create-new.ts';
import { moveAside } from '../files/move-aside.ts';
import { readReceiptBytes } from '../receipts/read-receipt.ts';
import { trouble } from '../trouble.ts';
import type { CertificateOutcome, FileOutcome, RecordedFile } from './outcome.ts';

export interface CertifyOptions {
  readonly address: string;
  /** Move aside what is in the way instead of refusing. */
  readonly force: boolean;
  onWritten(): void;
}

/** One after the other: the server lets anybody have a certificate, and limits how many in a minute. */
export async function certifyFiles(
  outcomes: readonly FileOutcome[],
  options: CertifyOptions,
): Promise<readonly FileOutcome[]> {
  const certified: FileOutcome[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed') certified.push(outcome);
    else certified.push({ ...outcome, certificate: await certify(outcome, options) });
    options.onWritten();
  }
  return certified;
}

/** Never throws for one file's sake. */
async function certify(
  { path: file, receiptPath }: RecordedFile,
  { address, force }: CertifyOptions,
): Promise<CertificateOutcome> {
  const path = certificatePathOf(file);
  try {
    const receipt = await readReceiptBytes(receiptPath);
    assert(receipt !== undefined, 'a recorded file has its receipt');
    if (await isFree(path, receipt, force)) await make({ url: address }, receipt, path);
    return { kind: 'written', path };
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { kind: 'missing', path, error };
  }
}

/** False when the certificate of this receipt lies there already. CERTIFICATE_IN_THE_WAY for anything else. */
async function isFree(path: string, receipt: Uint8Array, force: boolean): Promise<boolean> {
  const existing = await existingAt(path);
  if (existing === 'none') return true;
  if (existing !== 'other' && isSame(existing, receipt)) return false;
  if (!force) throw trouble('CERTIFICATE_IN_THE_WAY', { path });
  await moveAside(path);
  return true;
}

async function existingAt(path: string): Promise<Uint8Array | 'none' | 'other'> {
  try {
    return (await receiptAttachedTo(path)) ?? 'none';
  } catch (error) {
    if (isCoded(error, 'CERTIFICATE_MALFORMED') || isCoded(error, 'FILE_NOT_REGULAR')) {
      return 'other';
    }
    throw error;
  }
}

/** The forms may differ: what a receipt says is its canonical form. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  const canonical = (bytes: Uint8Array): Uint8Array => receiptToCbor(parseReceipt(bytes));
  try {
    return equal(canonical(one), canonical(other));
  } catch (error) {
    if (isCoded(error)) return false;
    throw error;
  }
}

async function make(address: HttpAddress, receipt: Uint8Array, path: string): Promise<void> {
  const pdf = await drawn(address, receipt);
  if (!isSame(await receiptInCertificate(pdf), receipt)) {
    throw trouble('CERTIFICATE_FOREIGN', { path });
  }
  await createNew(path, pdf);
}

const triesMax = 5;
/** The server counts by the minute. */
const pauseMsMax = 61_000;

/** Waits when the server says how long: a hundred files are more than a minute's worth of certificates. */
async function drawn(address: HttpAddress, receipt: Uint8Array): Promise<Uint8Array> {
  const json = receiptToJson(parseReceipt(receipt));
  const bytes = utf8(`{"receipt":${json}}`);
  for (let tried = 1; ; tried++) {
    try {
      const body = { type: 'application/json', bytes };
      const call = {
        method: 'POST',
        path: '/v1/certificates',
        accept: 'application/pdf',
        body,
      } as const;
      return (await exchange(address, call)).bytes;
    } catch (error) {
      const pauseMs = pauseAfter(error);
      if (pauseMs === undefined || tried === triesMax) throw error;
      await delay(Math.min(pauseMs, pauseMsMax));
    }
  }
}

function pauseAfter(error: unknown): number | undefined {
  const pauseMs = isCoded(error) && error.retryable ? error.data?.['retryAfterMs'] : undefined;
  return typeof pauseMs === 'number' ? pauseMs : undefined;
}
