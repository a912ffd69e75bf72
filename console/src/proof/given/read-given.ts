/**
 * What a reader gave, told apart by its content and never by its name alone: a receipt, a certificate with a receipt inside, or the
 * file itself. What says that it is a receipt counts as one however damaged, so that the verification can say what is wrong with it.
 */

import { isCoded, rejection } from '@stele/base';
import { CERTIFICATE_BYTES_MAX, receiptInCertificate } from '@stele/certificate/reader';
import { RECEIPT_BYTES_MAX } from '@stele/protocol';

import { unreadable } from '../hash/digest-blob.ts';
import { openZip } from './open-zip.ts';

export interface GivenReceipt {
  readonly kind: 'receipt' | 'certificate';
  readonly name: string;
  /** JSON or CBOR form, as it was given. */
  readonly receipt: Uint8Array;
}

export interface GivenFile {
  readonly kind: 'file';
  readonly name: string;
  readonly file: File;
  /** What gives itself out as a certificate and has no receipt to be had, and why. */
  readonly withoutReceipt?: string;
}

export type Given = GivenReceipt | GivenFile;

const HEAD_BYTES = 1_024;
const PDF_MARK = '%PDF-';
const RECEIPT_MARK = 'stele-receipt/';
const CERTIFICATE_NAME = /\.certificate(\.\d+)?\.pdf$/i;

export interface GivenSource {
  readonly given: Given;
  /** What it was read from. */
  readonly source: File;
}

/** What was given, or what lies in it when it is an archive with a receipt inside. Rejects with FILE_UNREADABLE, RECEIPT_TOO_LARGE. */
export async function readAllGiven(file: File): Promise<readonly GivenSource[]> {
  const inside: GivenSource[] = [];
  for (const source of (await openZip(file)) ?? []) {
    inside.push({ given: await readGiven(source), source });
  }
  const isPackage = inside.some(({ given }) => given.kind !== 'file');
  return isPackage ? inside : [{ given: await readGiven(file), source: file }];
}

/** Rejects with FILE_UNREADABLE, RECEIPT_TOO_LARGE. */
export async function readGiven(file: File): Promise<Given> {
  const head = latin1(await bytesOf(file.slice(0, HEAD_BYTES)));
  // At the very start: further on, a PDF may lie in something else.
  if (head.startsWith(PDF_MARK)) return await readPdf(file);
  if (!mayBeReceipt(head)) return asFile(file);
  if (file.size > RECEIPT_BYTES_MAX) return refuseLarge(file, head);
  const receipt = await bytesOf(file);
  const saysSo = latin1(receipt).includes(RECEIPT_MARK);
  return saysSo ? { kind: 'receipt', name: file.name, receipt } : asFile(file);
}

/** The same thing as a file, for a reader who says that it is one: receipts and certificates may be recorded, too. */
export function asFile(file: File): GivenFile {
  return { kind: 'file', name: file.name, file };
}

/** JSON begins with a bracket after white space, CBOR with the mark of a map. */
function mayBeReceipt(head: string): boolean {
  return /^[ \t\r\n]*(\{|$)/.test(head) || (head.charCodeAt(0) & 0xe0) === 0xa0;
}

function refuseLarge(file: File, head: string): GivenFile {
  if (!head.includes(RECEIPT_MARK)) return asFile(file);
  throw rejection('RECEIPT_TOO_LARGE', 'it says that it is a receipt, and none is that large', {
    data: { sizeBytes: file.size, bytesMax: RECEIPT_BYTES_MAX },
  });
}

async function readPdf(file: File): Promise<Given> {
  if (file.size > CERTIFICATE_BYTES_MAX) return asFile(file);
  try {
    const receipt = await receiptInCertificate(await bytesOf(file));
    return { kind: 'certificate', name: file.name, receipt };
  } catch (error) {
    if (!isCoded(error, 'CERTIFICATE_MALFORMED')) throw error;
    const isSaidToBe = CERTIFICATE_NAME.test(file.name);
    return { ...asFile(file), ...(isSaidToBe && { withoutReceipt: reasonOf(error.data) }) };
  }
}

function reasonOf(data: Readonly<Record<string, unknown>> = {}): string {
  return typeof data['reason'] === 'string' ? data['reason'] : '';
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** One character a byte; in pieces, because a call takes only so many arguments. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += HEAD_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, at + HEAD_BYTES));
  }
  return text;
}
