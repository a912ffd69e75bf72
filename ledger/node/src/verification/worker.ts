/**
 * A verifier thread: packed signatures (packed-signatures.ts) or payloads (packed-payloads.ts) in, verdicts out, in the same order. Keeps
 * nothing but the keys its library caches.
 */

import { parentPort } from 'node:worker_threads';

import { assert } from '@stele/base';
import { nodeCrypto } from '@stele/protocol/node';

import { matchesPacked, type PackedPayloads } from './packed-payloads.ts';
import { verifyPacked } from './packed-signatures.ts';

/** One byte of verdict a signature, or one for all the payloads. */
export type Task = Uint8Array<ArrayBuffer> | PackedPayloads;

const port = parentPort;
assert(port !== null, 'this file runs as a thread');

port.on('message', (task: Task) => {
  const verdicts =
    task instanceof Uint8Array
      ? verifyPacked(nodeCrypto, task)
      : Uint8Array.of(matchesPacked(task) ? 1 : 0);
  port.postMessage(verdicts, [verdicts.buffer]);
});
