/**
 * The SHA-256 of verify.html in the first pages of the project, so that somebody who holds the file alone can tell whether it is ours:
 * `npm run documents` writes it, the test compares it.
 */

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { buildVerifyPage } from '@stele/console/verify-page';

export const READMES = ['README.md', 'README.zh-CN.md'].map(
  (name) => new URL(`../../${name}`, import.meta.url),
);

/** The one place where a hash of 64 digits stands in them. */
const PLACE = /(?<=`verify\.html`[^\n]*`)[0-9a-f]{64}(?=`)/;

export async function pageHash(): Promise<string> {
  return createHash('sha256')
    .update(await buildVerifyPage())
    .digest('hex');
}

/** The hash that a page of the project states. */
export function statedHash(readme: URL): string | undefined {
  return PLACE.exec(readFileSync(readme, 'utf8'))?.[0];
}

export async function writePageHash(): Promise<void> {
  const hash = await pageHash();
  for (const readme of READMES) {
    writeFileSync(readme, readFileSync(readme, 'utf8').replace(PLACE, hash));
  }
}
