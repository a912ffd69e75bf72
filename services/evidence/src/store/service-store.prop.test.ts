/** One bit of one file of the store is another one, or a file is cut: the store does not open, or has the rows it had. */

import assert from 'node:assert/strict';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { isCoded, toHex, utf8 } from '@stele/base';
import fc from 'fast-check';

import { openServiceStore, type StoreOperation } from './service-store.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const numRuns = isDeep ? 3_000 : 60;
const ROWS = 400;
const SECTOR_BYTES = 512;

interface Made {
  readonly base: string;
  /** Closed, and as it lies on the disk while it is open. */
  readonly folders: readonly string[];
  readonly rows: readonly string[];
}

function rowOf(i: number): StoreOperation {
  const value = utf8(`${'a customer, whose name repeats '.repeat(i % 7)}${String(i * 7_919)}`);
  return { kind: 'put', key: utf8(`key-${String(i).padStart(5, '0')}`), value };
}

/** Rows in tables of several blocks, and rows in a journal of several blocks. */
async function made(t: TestContext): Promise<Made> {
  const base = mkdtempSync(join(tmpdir(), 'stele-store-'));
  t.after(() => {
    rmSync(base, { recursive: true, force: true });
  });
  const closed = join(base, 'closed');
  for (const part of [0, 1]) {
    const store = await openServiceStore(closed);
    for (let i = part * ROWS; i < (part + 1) * ROWS; i++) await store.write([rowOf(i)]);
    if (part === 1) cpSync(closed, join(base, 'open'), { recursive: true });
    await store.close();
  }
  const copy = join(base, 'read');
  cpSync(closed, copy, { recursive: true });
  const rows = await rowsIn(copy);
  assert.equal(rows.length, 2 * ROWS);
  return { base, folders: [closed, join(base, 'open')], rows };
}

async function rowsIn(folder: string): Promise<readonly string[]> {
  const store = await openServiceStore(folder);
  const rows: string[] = [];
  for await (const [key, value] of store.range(Uint8Array.of(0), Uint8Array.of(0xff))) {
    rows.push(`${toHex(key)} ${toHex(value)}`);
  }
  await store.close();
  return rows;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).size > 0)
    .toSorted();
}

void test('a store with a flipped bit does not open, or has the rows it had', async (t) => {
  const { base, folders, rows } = await made(t);
  let refused = 0;
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.nat(), fc.nat(), fc.nat(7), async (isClosed, a, b, bit) => {
      const folder = folders[isClosed ? 0 : 1] ?? '';
      const names = filesIn(folder);
      const name = names[a % names.length] ?? '';
      const damaged = join(base, `damaged-${String(cases++)}`);
      cpSync(folder, damaged, { recursive: true });
      const bytes = readFileSync(join(damaged, name));
      const at = b % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      writeFileSync(join(damaged, name), bytes);
      try {
        assert.deepEqual(await rowsIn(damaged), rows, `${name}, byte ${String(at)}`);
      } catch (error) {
        assert.ok(isCoded(error, 'SERVICE_STORE_DAMAGED'), String(error));
        assert.match(error.message, new RegExp(name));
        refused++;
      }
      rmSync(damaged, { recursive: true });
    }),
    { numRuns },
  );
  assert.ok(refused > cases / 3, `${String(refused)} of ${String(cases)}`);
  t.diagnostic(`cases: flipped bits in a service store ${String(cases)}`);
});

void test('a journal that ends in the middle of a write opens with what was written before', async (t) => {
  const { base, folders, rows } = await made(t);
  const open = folders[1] ?? '';
  const journal = filesIn(open).find((name) => name.endsWith('.log')) ?? '';
  const { size } = statSync(join(open, journal));
  for (let i = 0; i < 12; i++) {
    const damaged = join(base, `cut-${String(i)}`);
    cpSync(open, damaged, { recursive: true });
    truncateSync(join(damaged, journal), Math.floor(((i + 0.37) / 12) * size));
    if (i % 2 === 0) writeFileSync(join(damaged, journal), new Uint8Array(1_000), { flag: 'a' });
    const found = await rowsIn(damaged);
    assert.deepEqual(found, rows.slice(0, found.length));
    assert.ok(found.length >= ROWS && found.length < rows.length);
  }
});

void test('a write of whose sectors only some reached the disk is as if it had not been', async (t) => {
  const { base, folders, rows } = await made(t);
  const store = await openServiceStore(folders[0] ?? '');
  const open = join(base, 'open again');
  await store.write([rowOf(2 * ROWS)]);
  const journalOf = (folder: string): string =>
    join(folder, filesIn(folder).find((name) => name.endsWith('.log')) ?? '');
  const start = statSync(journalOf(folders[0] ?? '')).size;
  // Longer than two blocks of the journal.
  await store.write(
    Array.from({ length: 3 * ROWS }, (_, i) => ({ ...rowOf(i), key: utf8(`new-${String(i)}`) })),
  );
  cpSync(folders[0] ?? '', open, { recursive: true });
  await store.close();
  const sectors = (statSync(journalOf(open)).size - start) / SECTOR_BYTES;
  const check = async (lost: (sector: number) => boolean): Promise<void> => {
    const torn = join(base, 'torn');
    cpSync(open, torn, { recursive: true });
    const bytes = readFileSync(journalOf(torn));
    for (let at = start; at < bytes.length; at += SECTOR_BYTES - (at % SECTOR_BYTES)) {
      const sector = Math.floor(at / SECTOR_BYTES);
      if (lost(sector)) bytes.subarray(at, (sector + 1) * SECTOR_BYTES).fill(0);
    }
    writeFileSync(journalOf(torn), bytes);
    const found = await rowsIn(torn);
    assert.equal(found.length, rows.length + 1);
    rmSync(torn, { recursive: true });
  };
  const first = Math.floor(start / SECTOR_BYTES);
  await fc.assert(
    fc.asyncProperty(fc.nat(Math.floor(sectors) - 1), fc.nat(6), async (one, more) => {
      await check((sector) => sector === first + one || (more > 0 && sector % (more + 1) === 0));
    }),
    { numRuns: isDeep ? 200 : 10 },
  );
});

void test('a store that was closed has nothing in its journal, and a file that is cut or missing is noticed', async (t) => {
  const { base, folders } = await made(t);
  const closed = folders[0] ?? '';
  assert.deepEqual(
    filesIn(closed).filter((name) => name.endsWith('.log')),
    [],
  );
  for (const name of filesIn(closed).filter((one) => !one.startsWith('LOG'))) {
    for (const spoil of [
      rmSync,
      (path: string) => {
        truncateSync(path, statSync(path).size - 1);
      },
    ]) {
      const damaged = join(base, 'damaged');
      cpSync(closed, damaged, { recursive: true });
      spoil(join(damaged, name));
      await assert.rejects(
        rowsIn(damaged),
        (error) => isCoded(error, 'SERVICE_STORE_DAMAGED'),
        name,
      );
      rmSync(damaged, { recursive: true });
    }
  }
});
