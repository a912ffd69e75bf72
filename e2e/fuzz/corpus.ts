/** Corpora: inputs that together reach what the fuzzer ever reached of a target. A file each, an array of byte strings in CBOR. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CborValue, decode, encode } from '@stele/protocol';

export const CORPORA_FOLDER = fileURLToPath(new URL('./corpora', import.meta.url));

const pathOf = (folder: string, target: string): string => join(folder, `${target}.cbor`);

/** None when there is no file. */
export function readCorpus(target: string, folder = CORPORA_FOLDER): readonly Uint8Array[] {
  const path = pathOf(folder, target);
  return existsSync(path) ? (decode(readFileSync(path)) as readonly Uint8Array[]) : [];
}

/** Shortest first, so that a change of the corpus is a small change of the file. */
export function writeCorpus(target: string, inputs: readonly Uint8Array[], folder: string): void {
  const sorted: readonly CborValue[] = inputs.toSorted(
    (a, b) => a.length - b.length || Buffer.compare(a, b),
  );
  writeFileSync(pathOf(folder, target), encode(sorted));
}
