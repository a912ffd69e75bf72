import assert from 'node:assert/strict';
import test from 'node:test';
import { classRefusals } from '../../test/assets/refusals/classes.ts';
import { inputRefusals } from '../../test/assets/refusals/inputs.ts';
import { makingRefusals } from '../../test/assets/refusals/making.ts';
import { markRefusals } from '../../test/assets/refusals/marks.ts';
import { moveRefusals } from '../../test/assets/refusals/moves.ts';
import { newWorld } from '../../test/assets/world.ts';
import { testBoth } from '../../test/runtimes.ts';
import { assets } from '../index.ts';

const all = [
  ...classRefusals,
  ...inputRefusals,
  ...makingRefusals,
  ...moveRefusals,
  ...markRefusals,
];

for (const { code, what, provoke } of all) {
  testBoth(`${code}: ${what}`, async (newChain) => {
    const world = await newWorld(newChain);
    await world.refused(code, ...(await provoke(world)));
  });
}

test('every code of the contract is provoked here', () => {
  const provoked = new Set(all.map(({ code }) => code));
  assert.deepEqual([...assets.codes].sort(), [...provoked].sort());
});
