/** Puts what runs have learned into the tree: of all inputs the fewest that reach the same, the shortest first, within a size. */

import { CORPORA_FOLDER, readCorpus, writeCorpus } from './corpus.ts';
import { moduleOf } from './targets.ts';
import { fuzzInThread } from './thread.ts';

/** All corpora together stay below a megabyte. */
const TARGET_BYTES_MAX = 12_288;

export async function mergeCorpora(names: readonly string[], folder: string): Promise<void> {
  for (const name of names) {
    const inputs = [...readCorpus(name), ...readCorpus(name, folder)];
    const corpus = inputs.toSorted((a, b) => a.length - b.length);
    const { corpus: kept } = await fuzzInThread({
      name,
      module: moduleOf(name) ?? '',
      corpus,
      seed: 1,
      forMs: 0,
    });
    const fitting = withinSize(kept.toSorted((a, b) => a.length - b.length));
    writeCorpus(name, fitting, CORPORA_FOLDER);
    console.log(`${name}: ${String(fitting.length)} of ${String(inputs.length)}`);
  }
}

function withinSize(inputs: readonly Uint8Array[]): readonly Uint8Array[] {
  let left = TARGET_BYTES_MAX;
  return inputs.filter(({ length }) => {
    if (length > left) return false;
    left -= length;
    return true;
  });
}
