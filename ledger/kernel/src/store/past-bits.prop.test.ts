import assert from 'node:assert/strict';
import test from 'node:test';
import { builtinContracts } from '@stele/contracts';
import { type Call, decodeEffect, leafHash, rootOf } from '@stele/protocol';
import {
  anyBlocks,
  type Draft,
  openCall,
  openings,
  person,
  suite,
  TestChain,
} from '../../test/index.ts';
import fc from 'fast-check';
import { StateReader } from './reader.ts';

const administrator = person(0);

function byAdministrator(call: Call): Call {
  return { ...call, actors: [administrator.principal] };
}

const CASES = process.env['STELE_TEST_DEEP'] === '1' ? 400 : 20;

/** Enough records that the bits take several chunks. */
const FILL_BLOCKS = 4;

test('the live bits of every earlier block have the root of its header', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyBlocks, { minLength: 1, maxLength: FILL_BLOCKS }),
      async (runs) => {
        const chain = await TestChain.create({ contracts: builtinContracts, openings });
        for (const drafts of runs.flat()) await chain.run(...drafts);
        const reader = new StateReader(chain.store);
        for (const { header } of chain.blocks) {
          const chunks = await reader.liveChunks(header.firstEffect + header.effectCount, 100_000);
          assert.ok(chunks !== undefined);
          const leaves = chunks.map((chunk) => leafHash(suite.H, chunk));
          assert.deepEqual(
            rootOf(suite.H, leaves),
            header.liveRoot,
            `block ${String(header.height)}`,
          );
        }
      },
    ),
    { numRuns: CASES },
  );
  t.diagnostic(`cases: live bits of the past ${String(CASES)}`);
});

test('a block that changes nothing keeps its root when later ones change it', async () => {
  const chain = await TestChain.create({ contracts: builtinContracts, openings });
  const refused: Draft = {
    calls: [
      { contract: 'nothing', method: 'nothing', args: [], actors: [administrator.principal] },
    ],
    signers: [administrator],
  };
  assert.deepEqual(await chain.run(refused), ['CALL_UNKNOWN']);
  const [genesis, quiet] = chain.blocks;
  assert.deepEqual(quiet?.header.liveRoot, genesis?.header.liveRoot);
  const before = quiet?.header.liveRoot.slice();
  await chain.run({
    calls: [openCall({ person: person(9) })].map(byAdministrator),
    signers: [administrator],
  });
  assert.deepEqual(
    chain.blocks[2]?.results.map(({ code }) => code),
    [''],
  );
  assert.deepEqual(quiet?.header.liveRoot, before);
});

test('what ended more effects ago than asked for is not looked for', async () => {
  await fc.assert(
    fc.asyncProperty(anyBlocks, async (blocks) => {
      const chain = await TestChain.create({ contracts: builtinContracts, openings });
      for (const drafts of blocks) await chain.run(...drafts);
      const reader = new StateReader(chain.store);
      const count = chain.blocks[0]?.header.effectCount ?? 0;
      const ended = endedAfterGenesis(chain);
      assert.ok((await reader.liveChunks(count, ended)) !== undefined);
      if (ended > 0) assert.equal(await reader.liveChunks(count, ended - 1), undefined);
    }),
    { numRuns: 5 },
  );
});

/** Effects that put a row, less the rows there are: each of the others has ended. */
function endedAfterGenesis({ blocks, kernel }: TestChain): number {
  const puts = blocks.flatMap(({ header, effects }) =>
    effects.flatMap((bytes, i) =>
      decodeEffect(bytes).kind === 'put' ? [header.firstEffect + i] : [],
    ),
  );
  return puts.filter((number) => !kernel.liveBits.isLive(number)).length;
}
