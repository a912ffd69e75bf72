/** The kept corpora, once over: what the fuzzer ever found worth keeping breaks no promise, bugs that were mended among it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCorpus } from './corpus.ts';
import { TARGETS } from './targets.ts';

/** These start something of their own for each run, and are replayed by the deep run, which fuzzes them further. */
const SLOW = /^(?:http$|both-)/;
const quick = TARGETS.filter(({ name }) => !SLOW.test(name));

void test('targets have names of their own, and most a corpus', () => {
  assert.equal(new Set(TARGETS.map(({ name }) => name)).size, TARGETS.length);
  assert.ok(TARGETS.filter(({ name }) => readCorpus(name).length > 0).length > TARGETS.length / 2);
});

for (const target of quick) {
  void test(`corpus: ${target.name}`, async (context) => {
    const inputs = [...(await target.seeds()), ...readCorpus(target.name)];
    for (const input of inputs) await target.run(input);
    await target.close?.();
    context.diagnostic(`cases: inputs of kept corpora ${String(inputs.length)}`);
  });
}
