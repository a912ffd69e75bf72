/**
 * Every target fuzzed further, from its kept corpus, by a seed that the commit chooses: each commit tries other inputs, and the same
 * ones whenever it is run again. STELE_FUZZ_SECONDS gives each target longer; all together have a minute.
 */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { toHex } from '@stele/base';
import { commitHere } from '../../tools/commit.ts';
import { readCorpus } from './corpus.ts';
import { moduleOf, TARGETS } from './targets.ts';
import { fuzzInThread } from './thread.ts';

const FOR_MS = Number(process.env['STELE_FUZZ_SECONDS'] ?? 0.7) * 1_000;

const commit = commitHere();

for (const { name } of TARGETS) {
  void test(`fuzzed: ${name}`, async (context) => {
    const seed = createHash('sha256').update(`${commit} ${name}`).digest().readUInt32BE();
    context.diagnostic(`seed ${String(seed)}`);
    const run = {
      name,
      module: moduleOf(name) ?? '',
      corpus: readCorpus(name),
      seed,
      forMs: FOR_MS,
    };
    const { executions, findings } = await fuzzInThread(run);
    const told = findings.map(({ input, error }) => `${toHex(input)}\n${error}`);
    assert.deepEqual(told, [], 'an input broke a promise');
    assert.ok(executions > 0);
    context.diagnostic(`cases: fuzzed inputs ${String(executions)}`);
  });
}
