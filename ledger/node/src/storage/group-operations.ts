/** What a commit group changes in `state/`: the kernel's operations, and the node's own marks beside them. */

import { assert } from '@stele/base';
import type { Block, Operation } from '@stele/kernel';

import { blockOperations, payloadOperation, placeOperation, type StatePlace } from './marks.ts';
import type { RecordAt } from './payload-files.ts';

/** One batch for the store, to be applied as a whole: it brings the state from before the blocks to `place`. */
export function groupOperations(
  blocks: readonly Block[],
  records: readonly RecordAt[],
  place: StatePlace,
): readonly Operation[] {
  const operations: Operation[] = [];
  for (const block of blocks) {
    for (const operation of block.operations) operations.push(operation);
    const hash = block.leafHashes.at(-1);
    assert(hash !== undefined, 'a block ends with its header');
    operations.push(...blockOperations(block.height, { index: block.size - 1, hash }));
  }
  for (const record of records) operations.push(payloadOperation(record.index, record.place));
  operations.push(placeOperation(place));
  return operations;
}
