/** A verifier thread: packed signatures in, verdicts out (packed-signatures.ts). Keeps nothing but the keys its library caches. */

import { parentPort } from 'node:worker_threads';

import { assert } from '@stele/base';
import { nodeCrypto } from '@stele/protocol/node';

import { verifyPacked } from './packed-signatures.ts';

const port = parentPort;
assert(port !== null, 'this file runs as a thread');

port.on('message', (packed: Uint8Array) => {
  const verdicts = verifyPacked(nodeCrypto, packed);
  port.postMessage(verdicts, [verdicts.buffer]);
});
