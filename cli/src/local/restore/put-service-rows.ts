/** The rows of the evidence service, from a backup into a restored folder before that gets its name. */

import { createReadStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { restoreServiceRows, SPACES } from '@stele/evidence';

import {
  rowsIn,
  SERVICE_FOLDER,
  SERVICE_ROWS_FILE,
  type ServiceRow,
} from '../backup/service-rows.ts';

/**
 * Puts them into the service's store. Timestamp tokens are over checkpoints, so those of a lineage that has ended stay behind: they
 * are in the receipts that were given with them. Rejects with SERVICE_ROWS_MALFORMED; fails as opening a store does.
 */
export async function putServiceRows(folder: string, lineage: 'kept' | 'new'): Promise<void> {
  const path = join(folder, SERVICE_ROWS_FILE);
  if (!existsSync(path)) return;
  const rows = rowsIn(createReadStream(path), path);
  const wanted = lineage === 'kept' ? rows : withoutTokens(rows);
  await restoreServiceRows(join(folder, SERVICE_FOLDER), wanted);
  await rm(path);
}

async function* withoutTokens(rows: AsyncIterable<ServiceRow>): AsyncGenerator<ServiceRow> {
  for await (const row of rows) if (row[0][0] !== SPACES.token) yield row;
}
