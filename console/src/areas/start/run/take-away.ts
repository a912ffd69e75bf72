/** What a reader takes away: the proof in its forms, and one ZIP of everything that verifying needs. */

import { utf8 } from '@stele/base';
import { type Zippable, zipSync } from 'fflate';

import { requestBlob } from '../../../api/request.ts';
import type { Text } from '../../../text/context.tsx';
import { localTime } from '../../../ui/TimeText.tsx';
import { receiptFileName } from '../../records/record.ts';
import type { FileRun } from './run.ts';

/** A larger file stays where it is: the package is made in memory. */
const PACKED_FILE_BYTES_MAX = 67_108_864;

export interface Taken {
  readonly certificate: Blob | undefined;
  readonly page: Blob | undefined;
}

export interface PackedFile {
  readonly name: string;
  readonly about: string;
  readonly content: Blob;
}

export function fetchVerifyPage(): Promise<Blob> {
  return requestBlob('/verify.html', { accept: 'text/html' });
}

/** The files of the package, without the README. */
export function packedFiles(run: FileRun, taken: Taken, text: Text): readonly PackedFile[] {
  const { record, receipt, file, name } = run;
  if (record === undefined || receipt === undefined) return [];
  const { certificate, page } = taken;
  const packed: (PackedFile | undefined)[] = [
    file.size <= PACKED_FILE_BYTES_MAX
      ? { name: baseName(name), about: text('start.readmeFile'), content: file }
      : undefined,
    {
      name: receiptFileName(record, 'receipt.json'),
      about: text('start.readmeReceipt'),
      content: new Blob([receipt as Uint8Array<ArrayBuffer>]),
    },
    certificate && {
      name: receiptFileName(record, 'certificate.pdf'),
      about: text('start.readmeCertificate'),
      content: certificate,
    },
    page && { name: 'verify.html', about: text('start.readmePage'), content: page },
  ];
  return packed.filter((one) => one !== undefined);
}

/** README.txt in the reader's language. */
export function readmeOf(run: FileRun, files: readonly PackedFile[], text: Text): string {
  const { record } = run;
  if (record === undefined) return '';
  return text('start.readme', {
    files: files.map(({ name, about }) => `- ${name}: ${about}`).join('\n'),
    name: baseName(run.name),
    fingerprint: record.chain.fingerprint,
    height: String(record.height),
    time: localTime(new Date(record.committedAt), 'en-US', true),
    id: record.id,
  });
}

/** One ZIP with everything. The file is stored as it is: most are compressed already, and the page has to answer meanwhile. */
export async function zipped(files: readonly PackedFile[], readme: string): Promise<Blob> {
  const entries: Zippable = { 'README.txt': utf8(readme) };
  for (const { name, content } of files) {
    const bytes = new Uint8Array(await content.arrayBuffer());
    entries[entries[name] === undefined ? name : `file/${name}`] = [bytes, { level: 0 }];
  }
  // Not by the library's workers: they are made of texts, which the page's policy forbids.
  return new Blob([zipSync(entries)], { type: 'application/zip' });
}

function baseName(name: string): string {
  return name.split(/[/\\]/).at(-1) ?? name;
}
