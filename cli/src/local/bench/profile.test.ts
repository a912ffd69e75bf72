// Shares of a profile by part of the code.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sharesOf } from './profile.ts';

function frame(functionName: string, url: string): Parameters<typeof sharesOf>[0]['nodes'][0] {
  const callFrame = { functionName, url, scriptId: '0', lineNumber: 1, columnNumber: 1 };
  return { id: 0, callFrame };
}

void test('a package, a library, the engine: what each took of all', () => {
  const kernel = new URL('../../../../ledger/kernel/src/kernel.ts', import.meta.url).href;
  const level = new URL('../../../../node_modules/classic-level/index.js', import.meta.url).href;
  const scoped = new URL('../../../../node_modules/@fastify/a/b.js', import.meta.url).href;
  const frames = [
    frame('execute', kernel),
    frame('get', level),
    frame('send', scoped),
    frame('(garbage collector)', ''),
    frame('', ''),
    frame('hash', 'node:internal/crypto/hash'),
  ];
  const nodes = frames.map((one, id) => ({ ...one, id }));
  const profile = {
    nodes,
    startTime: 0,
    endTime: 100,
    samples: [0, 1, 0, 2, 3, 4, 5],
    timeDeltas: [20, 10, 20, 5, 15, 17, 13],
  };
  assert.deepEqual(sharesOf(profile), [
    ['ledger/kernel', 0.4],
    ['native code', 0.17],
    ['(garbage collector)', 0.15],
    ['node', 0.13],
    ['classic-level', 0.1],
    ['@fastify/a', 0.05],
  ]);
});
