import assert from 'node:assert/strict';
import test from 'node:test';
import { compete } from '../../test/assets-twin/compete.ts';
import { DEEP_RUNS } from '../../test/assets-twin/deep.ts';
import { runtimes } from '../../test/runtimes.ts';
import { assets } from './assets.ts';

const [natively = assert.fail()] = runtimes;
/** What a random call is never refused for: classes come well-formed and once, and a call of 256 outputs is no accident. */
const NEVER = ['CLASS_EXISTS', 'CLASS_MALFORMED', 'OUTPUTS_TOO_MANY'];

test('assets are as their twin has them, in a hundred thousand transactions', async (t) => {
  const met = new Set<string>();
  for (const run of DEEP_RUNS) {
    for (const code of (await compete(t, natively, run)).keys()) met.add(code);
  }
  const missed = [...assets.codes].filter((code) => !met.has(code));
  assert.deepEqual(missed.sort(), NEVER, 'chance has met every other code');
});
