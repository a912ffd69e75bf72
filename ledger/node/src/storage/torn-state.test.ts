/**
 * What a loss of power can do to `state/` alone: LevelDB's journal is written in order and reaches the disk in any. Opened again, it leaves
 * out the batches that are torn and applies those after them, so the state names a block and lacks an earlier one.
 */

import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { checkFolder } from '../check/check-folder.ts';
import { emptyFolder, openedNode, openTestNode, PROVEN } from '../test/test-node.ts';

/** As LevelDB's journal is divided: after what is torn it goes on with the next one. */
const JOURNAL_BLOCK_BYTES = 32_768;
const SECTOR_BYTES = 512;

test('a sector of the journal that never reached the disk: the state is derived again', async (t) => {
  const { node, dataFolder, customer } = await openedNode(t);
  const ids: string[] = [];
  const journal = (folder: string): string => {
    const state = join(folder, 'state');
    const name = readdirSync(state).find((one) => one.endsWith('.log')) ?? assert.fail();
    return join(state, name);
  };
  while (readFileSync(journal(dataFolder)).length < 3 * JOURNAL_BLOCK_BYTES) {
    const { id } = await node.api.submit(customer.batch(5), PROVEN);
    ids.push(id);
  }
  const crashed = join(emptyFolder(t), 'data');
  cpSync(dataFolder, crashed, { recursive: true });
  const bytes = readFileSync(journal(crashed));
  bytes.fill(0, JOURNAL_BLOCK_BYTES, JOURNAL_BLOCK_BYTES + SECTOR_BYTES);
  writeFileSync(journal(crashed), bytes);

  const again = await openTestNode({ dataFolder: crashed });
  for (const id of ids) assert.equal((await again.api.transaction(id)).status, 'proven');
  await again.close();
  const { damage, notes } = await checkFolder(crashed, { verifierThreads: 1 });
  assert.deepEqual([damage, notes], [undefined, []]);
});
