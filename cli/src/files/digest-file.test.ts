import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

import { isCoded, toHex } from '@stele/base';
import fc from 'fast-check';

import { temporaryFolder } from '../test/fake-world.ts';
import { digestFile } from './digest-file.ts';
import { newHasher, wasmHasher } from './hasher.ts';

const all = [1, 2, 3] as const;
const names = { 1: 'sha256', 2: 'sm3', 3: 'sha512' } as const;

const rejectsWith = (code: string) => (error: unknown) => isCoded(error, code);

void test('SM3 gives the examples of GB/T 32905', async (context) => {
  const folder = temporaryFolder(context);
  const examples = [
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ] as const;
  for (const [text, expected] of examples) {
    const path = join(folder, 'example');
    writeFileSync(path, text);
    const { digests } = await digestFile(path, [2]);
    assert.equal(toHex(digests.get(2) ?? new Uint8Array()), expected);
    const fallback = await wasmHasher(2);
    fallback.update(Buffer.from(text));
    assert.equal(toHex(fallback.digest()), expected);
  }
});

void test('one pass gives what node:crypto gives over the whole, at every size around a chunk', async (context) => {
  const folder = temporaryFolder(context);
  const chunk = 1 << 20;
  for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 17]) {
    const path = join(folder, 'file');
    const content = Buffer.alloc(size, String(size));
    writeFileSync(path, content);
    let heard = 0;
    const { digests, sizeBytes } = await digestFile(path, all, (bytes) => {
      heard += bytes;
    });
    assert.equal(sizeBytes, size);
    assert.equal(heard, size);
    for (const algorithm of all) {
      const expected = createHash(names[algorithm]).update(content).digest('hex');
      assert.equal(toHex(digests.get(algorithm) ?? new Uint8Array()), expected);
    }
  }
});

void test('OpenSSL and WebAssembly agree, however the input is cut', async (context) => {
  const cases = 100;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 })), async (pieces) => {
      for (const algorithm of all) {
        const hashers = [await newHasher(algorithm), await wasmHasher(algorithm)];
        const [first, second] = hashers.map((hasher) => {
          for (const piece of pieces) hasher.update(piece);
          return toHex(hasher.digest());
        });
        assert.equal(first, second);
      }
    }),
    { numRuns: cases },
  );
  context.diagnostic(`cases: hashers agree ${String(cases)}`);
});

void test('what is not a file is refused, and a pipe is not waited for', async (context) => {
  const folder = temporaryFolder(context);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  mkdirSync(join(folder, 'folder'));
  symlinkSync('loop', join(folder, 'loop'));
  await assert.rejects(digestFile(pipe, all), rejectsWith('FILE_NOT_REGULAR'));
  await assert.rejects(digestFile(join(folder, 'folder'), all), rejectsWith('FILE_NOT_REGULAR'));
  await assert.rejects(digestFile('/dev/zero', all), rejectsWith('FILE_NOT_REGULAR'));
  await assert.rejects(digestFile(join(folder, 'none'), all), rejectsWith('FILE_UNREADABLE'));
  await assert.rejects(digestFile(join(folder, 'loop'), all), rejectsWith('FILE_UNREADABLE'));
});

void test('a file that changes while it is read is refused', async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, 'file');
  const content = Buffer.alloc(3 << 20);
  const changes: Readonly<Record<string, () => void>> = {
    grows: () => {
      appendFileSync(path, 'more');
    },
    'is overwritten at the same size': () => {
      writeFileSync(path, content);
    },
    'is replaced by another': () => {
      writeFileSync(`${path}.new`, content);
      renameSync(`${path}.new`, path);
    },
    'is renamed away': () => {
      renameSync(path, `${path}.old`);
    },
  };
  for (const [name, change] of Object.entries(changes)) {
    writeFileSync(path, content);
    // Clocks of file systems tick in milliseconds: without this, old and new could bear the same time.
    utimesSync(path, 1, 1);
    let isFirst = true;
    const digesting = digestFile(path, [1], () => {
      if (isFirst) change();
      isFirst = false;
    });
    await assert.rejects(digesting, rejectsWith('FILE_CHANGED'), `a file that ${name}`);
  }
});
