/** Whether one stands in a clone of this project. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder upwards that is a clone. */
export function cloneAround(folder: string): string | undefined {
  if (isClone(folder)) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : cloneAround(parent);
}

function isClone(folder: string): boolean {
  if (!existsSync(join(folder, 'cli', 'src', 'main.ts'))) return false;
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as unknown;
    return (manifest as { readonly name?: unknown }).name === 'stele';
  } catch {
    return false;
  }
}
