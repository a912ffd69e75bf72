/** Taking the rows of a backup into a store that has none (`stele restore`). */

import { failure } from '@stele/base';
import { ALL_ROWS } from './key-space.ts';
import {
  openServiceStore,
  type ServiceStore,
  type StoreOperation,
  type StoreRow,
} from './service-store.ts';

/** Of one write. */
const ROWS_PER_WRITE = 1_000;

/** How many rows there were. Fails with SERVICE_STORE_NOT_EMPTY, and as opening a store does. */
export async function restoreServiceRows(
  folder: string,
  rows: AsyncIterable<StoreRow>,
): Promise<number> {
  const store = await openServiceStore(folder);
  try {
    if (await hasRows(store)) throw notEmpty(folder);
    let count = 0;
    let operations: StoreOperation[] = [];
    for await (const [key, value] of rows) {
      operations.push({ kind: 'put', key, value });
      count++;
      if (operations.length < ROWS_PER_WRITE) continue;
      await store.write(operations);
      operations = [];
    }
    if (operations.length > 0) await store.write(operations);
    return count;
  } finally {
    await store.close();
  }
}

async function hasRows(store: ServiceStore): Promise<boolean> {
  const first = store.range(...ALL_ROWS, { limit: 1 })[Symbol.asyncIterator]();
  return (await first.next()).done !== true;
}

function notEmpty(folder: string): Error {
  return failure('SERVICE_STORE_NOT_EMPTY', `there are rows in ${folder} already`, {
    action: 'Restore into a folder that does not exist yet.',
  });
}
