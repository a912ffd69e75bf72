/** Compares the state on the disk with the one derived from the log, key by key in both directions. */

import { compare, equal, isCoded, toHex } from '@stele/base';
import type { KvStore } from '@stele/kernel';

import { STATE_FOLDER } from '../storage/layout.ts';
import { isDurableMark } from '../storage/marks.ts';
import { DamageFound } from './report.ts';

const FIRST = new Uint8Array(0);
/** Behind every key: none starts with this byte. */
const LAST = Uint8Array.of(0xff);

/** Throws DamageFound at the first key, in their order, that is missing, too many, or has another value. */
export async function checkState(state: KvStore, derived: KvStore, height: number): Promise<void> {
  try {
    const stored = state.range(FIRST, LAST)[Symbol.asyncIterator]();
    for await (const [key, value] of derived.range(FIRST, LAST)) {
      const found = await nextOf(stored);
      if (found === undefined || compare(found[0], key) !== 0) throw difference(key, height);
      // Read as execution reads, too: LevelDB's filters may be what is damaged.
      const read = state.get(key);
      const isSame = equal(found[1], value) && read !== undefined && equal(read, value);
      if (!isSame) throw difference(key, height);
    }
    const surplus = await nextOf(stored);
    if (surplus !== undefined) throw difference(surplus[0], height);
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw new DamageFound({ file: STATE_FOLDER, height, what: error.message });
  }
}

/** The next key and value, without the mark that is no part of what the log gives. */
async function nextOf(
  stored: AsyncIterator<readonly [Uint8Array, Uint8Array]>,
): Promise<readonly [Uint8Array, Uint8Array] | undefined> {
  for (;;) {
    const next = await stored.next();
    if (next.done === true) return undefined;
    if (!isDurableMark(next.value[0])) return next.value;
  }
}

function difference(key: Uint8Array, height: number): DamageFound {
  const what = `the key ${toHex(key)} is not what the log gives up to block ${String(height)}`;
  return new DamageFound({ file: STATE_FOLDER, height, what });
}
