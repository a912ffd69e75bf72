/** Which numbered files a folder holds. */

import type { ReadableDisk } from '../storage/disk.ts';

const NUMBER = /^[0-9]+$/;

/** The highest number among the files named `<number><suffix>`; −1 when there is none. */
export async function lastNumber(
  disk: ReadableDisk,
  folder: string,
  suffix: string,
): Promise<number> {
  let last = -1;
  for (const name of await disk.list(folder)) {
    if (!name.endsWith(suffix)) continue;
    const number = name.slice(0, name.length - suffix.length);
    if (NUMBER.test(number)) last = Math.max(last, Number(number));
  }
  return last;
}
