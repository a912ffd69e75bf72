import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { runIn, temporaryFolder } from '../../test/fake-world.ts';
import { type BenchResult, percentile } from './result.ts';

/** So small that the figures mean nothing: what is tested is that every benchmark runs to its end and cleans up. */
const size = ['--transactions', '50', '--records', '500', '--outputs', '500', '--seconds', '1'];

void test('all benchmarks run, and leave nothing behind', async (context) => {
  const folder = temporaryFolder(context);
  // Where the system's temporary files go.
  process.env['TMPDIR'] = folder;
  const { exitCode, out, err } = await runIn(context, ['bench', 'all', '--json', ...size]);
  assert.equal(exitCode, 0, err);
  const { results } = JSON.parse(out) as { readonly results: readonly BenchResult[] };
  assert.deepEqual(
    results.map(({ name }) => name),
    ['ceiling', 'ledger', 'verify', 'restart', 'assets', 'evidence', 'overload'],
  );
  for (const { name, figures } of results) {
    assert.ok(figures.length > 0, name);
    for (const figure of figures) {
      // A machine that has become faster meanwhile refuses nobody.
      const isNothing = figure.name === 'refused' && figure.value === 0;
      assert.ok(figure.value > 0 || isNothing, `${name}: ${figure.name}`);
    }
  }
  const left = readdirSync(folder).filter((name) => name.startsWith('stele-bench-'));
  assert.deepEqual(left, []);
});

void test('a percentile is the nearest rank', () => {
  const samples = [5, 1, 4, 2, 3];
  assert.equal(percentile(samples, 0.5), 3);
  assert.equal(percentile(samples, 0.99), 5);
  assert.equal(percentile([7], 0.01), 7);
  assert.ok(Number.isNaN(percentile([], 0.5)));
});
