/**
 * Fuzzes for a time, one target after the other, round after round, and keeps what it learns:
 *
 *   node e2e/fuzz/main.ts --minutes 120 --seed 7 --folder /tmp/fuzz [target …]
 *
 * Each target runs in a thread of its own. One that does not come back, or takes all memory, is ended and reported with the input
 * it was given last. `--merge` puts what the folders have learned into the tree, reduced to what it takes.
 */

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCorpus, writeCorpus } from './corpus.ts';
import { mergeCorpora } from './merge.ts';
import { type Chance, chanceOf } from './random.ts';
import { moduleOf, TARGETS } from './targets.ts';
import { fuzzInThread } from './thread.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string', default: '.cache/fuzz' },
    slice: { type: 'string', default: '20' },
    merge: { type: 'boolean', default: false },
  },
});

const names = TARGETS.map(({ name }) => name).filter(
  (name) => positionals.length === 0 || positionals.includes(name),
);
const { folder } = values;
mkdirSync(join(folder, 'findings'), { recursive: true });

if (values.merge) await mergeCorpora(names, folder);
else await fuzzAll();

async function fuzzAll(): Promise<void> {
  const endMs = performance.now() + Number(values.minutes) * 60_000;
  const chance = chanceOf(Number(values.seed));
  while (performance.now() < endMs) {
    for (const name of shuffled(names, chance)) {
      const forMs = Math.min(Number(values.slice) * 1_000, endMs - performance.now());
      if (forMs > 0) await fuzzOne(name, chance.below(2 ** 32), forMs);
    }
  }
}

/** So that a run of any length comes to all of them. */
function shuffled(all: readonly string[], chance: Chance): readonly string[] {
  return all
    .map((name) => ({ name, rank: chance.below(2 ** 32) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ name }) => name);
}

async function fuzzOne(name: string, seed: number, forMs: number): Promise<void> {
  const corpus = [...readCorpus(name), ...readCorpus(name, folder)];
  const { findings, ...result } = await fuzzInThread({
    name,
    module: moduleOf(name) ?? '',
    corpus,
    seed,
    forMs,
  });
  if (result.corpus.length > 0) writeCorpus(name, result.corpus, folder);
  for (const { input, error } of findings) {
    const path = join(folder, 'findings', `${name}-${String(seed)}-${String(input.length)}`);
    writeFileSync(path, input);
    writeFileSync(`${path}.txt`, error);
    console.log(`FINDING ${name}: ${path}\n${error.split('\n').slice(0, 6).join('\n')}`);
  }
  const { executions, functions } = result;
  const line = { target: name, seed, executions, functions, corpus: result.corpus.length, forMs };
  appendFileSync(join(folder, 'runs.ndjson'), `${JSON.stringify(line)}\n`);
}
