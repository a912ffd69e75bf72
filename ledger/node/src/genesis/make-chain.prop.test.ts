/** The first start, stopped at any line: the next one finds nothing or a chain, and the keys of a chain never change again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { equal, isCoded } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import { suiteOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import fc from 'fast-check';

import { openNode } from '../node.ts';
import { checkFormat } from '../storage/format.ts';
import { FaultyDisk } from '../test/faulty-disk.ts';
import { countingRandom, silentLog } from '../test/memory-chain.ts';
import { MemoryFolder } from '../test/memory-folder.ts';
import { TestClock } from '../test/test-clock.ts';
import { type ChainMaking, finishMaking, makeChain } from './make-chain.ts';

class Stopped extends Error {}

const making: ChainMaking = {
  organisation: 'local',
  organisationName: 'Local operator',
  node: 'node-1',
  suite: suiteOf('intl', nodeCrypto),
  contracts: builtinContracts,
  clock: new TestClock(),
  random: countingRandom(),
  log: silentLog,
};

/** Starts as openNode does, until the machine stops. */
async function start(disk: FaultyDisk, changes: number): Promise<void> {
  let left = changes;
  disk.onChange = () => {
    if (left-- <= 0) throw new Stopped();
  };
  try {
    if ((await checkFormat(disk)) === 'absent') await makeChain(disk, making);
    else await finishMaking(disk);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  disk.onChange = () => undefined;
}

test('a first start that is stopped anywhere leaves nothing or a chain', async (t) => {
  let cases = 0;
  const stops = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(stops, fc.infiniteStream(fc.nat()), async (changes, choices) => {
      cases++;
      let disk = new FaultyDisk();
      let genesis: Uint8Array | undefined;
      for (const count of [...changes, Infinity]) {
        await start(disk, count);
        disk = disk.crash((limit) => choices.next().value % limit);
        const found = await disk.read('genesis');
        // Once genesis is in place it is there to stay.
        if (genesis !== undefined) assert.ok(found !== undefined && equal(found, genesis));
        genesis = found;
      }
      const folder = new MemoryFolder(disk);
      const options = {
        dataFolder: 'memory',
        log: silentLog,
        clock: new TestClock(),
        verifierThreads: 0,
      };
      const node = await openNode(options, folder.open);
      assert.equal((await node.api.chain()).height, 0);
      await node.close();
      assert.deepEqual((await disk.list('')).includes('.making'), false);
      assert.deepEqual((await disk.list('keys')).length, 4);
      for (const name of await disk.list('keys')) {
        assert.equal(await disk.permissions(`keys/${name}`), 0o600);
      }
      assert.equal(await disk.permissions('admin.key'), 0o600);
    }),
    { numRuns: 120 },
  );
  t.diagnostic(`cases: stopped first starts ${String(cases)}`);
});

test('parts of a chain without FORMAT are left alone', async () => {
  for (const name of ['genesis', 'keys/log.key', 'log/000000.entries', 'checkpoint', 'admin.key']) {
    const disk = new FaultyDisk();
    await disk.replace(name, Uint8Array.of(1));
    await assert.rejects(makeChain(disk, making), (error) => isCoded(error, 'FORMAT_MISSING'));
    assert.deepEqual([...disk.files.keys()], [name]);
  }
});
