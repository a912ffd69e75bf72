/** The rows of the evidence service from its own store, when no server has it open. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { ALL_ROWS, openServiceStore } from '@stele/evidence';

import { SERVICE_FOLDER, type ServiceRow } from './service-rows.ts';

/** Undefined: there has never been such a service. Fails with SERVICE_STORE_LOCKED and as opening a store does. */
export function storedRows(dataFolder: string): Promise<AsyncIterable<ServiceRow> | undefined> {
  const folder = join(dataFolder, SERVICE_FOLDER);
  return Promise.resolve(existsSync(folder) ? rowsOf(folder) : undefined);
}

async function* rowsOf(folder: string): AsyncGenerator<ServiceRow> {
  const store = await openServiceStore(folder);
  try {
    yield* store.range(...ALL_ROWS);
  } finally {
    await store.close();
  }
}
