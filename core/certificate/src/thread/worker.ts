/** The drawing thread: one certificate at a time. It opens the fonts once, with the first. */

import { parentPort } from 'node:worker_threads';

import { assert } from '@stele/base';

import { drawCertificate, type Drawing } from '../draw-certificate.ts';

const port = parentPort;
assert(port !== null, 'this file runs as a thread');

port.on('message', (drawing: Drawing) => {
  void drawCertificate(drawing).then((pdf) => {
    port.postMessage(pdf);
  });
});
