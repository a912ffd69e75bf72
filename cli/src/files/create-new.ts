/** A file that a command was asked to write: new, never over what is there. */

import { isCoded } from '@stele/base';

import { trouble } from '../trouble.ts';
import { createFile } from './write-file.ts';

/** FILE_IN_THE_WAY, WRITE_FAILED. */
export async function createNew(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  await createFile(path, content, mode).catch((error: unknown) => {
    if (isCoded(error, 'RECEIPT_IN_THE_WAY')) throw trouble('FILE_IN_THE_WAY', { path }, error);
    throw error;
  });
}
