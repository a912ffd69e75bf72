/** Making room for a new file without losing the old one. */

import { rename, stat } from 'node:fs/promises';

import { trouble } from '../trouble.ts';
import { reasonOf } from './reason.ts';

/** Renames `a.receipt.json` to the first free `a.receipt.N.json`, and whatever else by its last suffix. WRITE_FAILED. */
export async function moveAside(path: string): Promise<void> {
  for (let number = 1; ; number++) {
    const aside = path.replace(/\.[^./]*$/, `.${String(number)}$&`);
    if (await exists(aside)) continue;
    await rename(path, aside).catch((error: unknown) => {
      throw trouble('WRITE_FAILED', { path: aside, reason: reasonOf(error) }, error);
    });
    return;
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
