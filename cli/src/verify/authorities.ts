/** `--tsa`: certificates of time authorities, or of those that issue theirs, whose timestamps the reader believes. */

import { certificatesFromPem } from '@stele/timestamp';

import type { Arguments } from '../arguments.ts';
import { textFileAt } from '../files/text-file.ts';
import { trouble } from '../trouble.ts';

/**
 * In DER; undefined when none was named: then timestamps are not looked at. FILE_UNREADABLE, FILE_NOT_REGULAR,
 * AUTHORITY_UNREADABLE.
 */
export async function authoritiesOf(given: Arguments): Promise<readonly Uint8Array[] | undefined> {
  const paths = given.values('tsa');
  if (paths.length === 0) return undefined;
  return (await Promise.all(paths.map(certificatesAt))).flat();
}

async function certificatesAt(path: string): Promise<readonly Uint8Array[]> {
  const pem = await textFileAt(path);
  try {
    return certificatesFromPem(pem);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw trouble('AUTHORITY_UNREADABLE', { path, reason }, error);
  }
}
