/** The codes every driver refuses with (driver.ts says when). */

import { failure, rejection, type CodedError } from '@stele/base';

/** An item that no engine takes. */
export function itemSize(itemBytes: number, itemBytesMax: number): CodedError {
  return rejection(
    'ITEM_SIZE',
    `an item has 1 to ${String(itemBytesMax)} bytes, this one ${String(itemBytes)}`,
    { action: 'Put fewer transactions into one envelope.', data: { itemBytes, itemBytesMax } },
  );
}

/** The driver was not started, or does not run any more. */
export function orderingStopped(): CodedError {
  return failure('ORDERING_STOPPED', 'the ordering engine does not run', {
    action: 'Send it again when the node is ready.',
    retryable: true,
  });
}
