import assert from 'node:assert/strict';
import test from 'node:test';
import { compete } from '../../test/assets-twin/compete.ts';
import { DEEP_RUNS } from '../../test/assets-twin/deep.ts';
import { runtimes } from '../../test/runtimes.ts';

test('the first half of the deep runs, in QuickJS', async (t) => {
  const [, sandboxed = assert.fail()] = runtimes;
  await compete(t, sandboxed, DEEP_RUNS[0] ?? assert.fail());
});
