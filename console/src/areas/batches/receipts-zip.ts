/** All receipts of a batch as one ZIP: a file for each, numbered in the order that was sent, named after the record. */

import { utf8 } from '@stele/base';
import { Zip, ZipDeflate } from 'fflate';

import { requestBlob, requestText } from '../../api/request.ts';
import { type EvidenceRecord, receiptFileName } from '../records/record.ts';
import { batchPath, itemsPage } from './queries.ts';

const PAGE_ITEMS_MAX = 1_000;
/** Between which the page answers its reader. */
const FILES_AT_ONCE = 200;

export function receiptsBlob(id: string): Promise<Blob> {
  return requestBlob(`${batchPath(id)}/receipts`, { accept: 'application/x-ndjson' });
}

/** Rejects with ApiError. */
export async function receiptsZip(id: string): Promise<Blob> {
  const [lines, records] = await Promise.all([receiptLines(id), allItems(id)]);
  return zipOf(
    lines.map((line, i) => ({ name: entryName(records[i], i, lines.length), text: line })),
  );
}

async function receiptLines(id: string): Promise<readonly string[]> {
  const text = await requestText(`${batchPath(id)}/receipts`, { accept: 'application/x-ndjson' });
  return text.split('\n').filter((line) => line !== '');
}

async function allItems(id: string): Promise<readonly EvidenceRecord[]> {
  const records: EvidenceRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await itemsPage(id, PAGE_ITEMS_MAX, cursor);
    records.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return records;
}

/** `0017-contract.pdf.receipt.json`: numbers keep apart what has the same name. */
function entryName(record: EvidenceRecord | undefined, i: number, count: number): string {
  const number = String(i + 1).padStart(String(count).length, '0');
  const name = record === undefined ? 'receipt.json' : receiptFileName(record, 'receipt.json');
  return `${number}-${name}`;
}

async function zipOf(
  entries: readonly { readonly name: string; readonly text: string }[],
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const archive = new Zip((error, bytes) => {
    if (error !== null) throw error;
    parts.push(bytes);
  });
  for (const [i, { name, text }] of entries.entries()) {
    const file = new ZipDeflate(name, { level: 6 });
    archive.add(file);
    file.push(utf8(`${text}\n`), true);
    if (i % FILES_AT_ONCE === FILES_AT_ONCE - 1) {
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  archive.end();
  return new Blob(parts, { type: 'application/zip' });
}
