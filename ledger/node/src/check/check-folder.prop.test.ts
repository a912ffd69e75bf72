/** One byte of one file is changed: the check names the file, and in the log and the payloads the very record. */

import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import fc from 'fast-check';

import { customerOf, emptyFolder, openTestNode } from '../test/test-node.ts';
import { checkFolder } from './check-folder.ts';
import type { Damage } from './report.ts';

const runs = process.env['STELE_TEST_DEEP'] === '1' ? 4_000 : 250;

test('a changed byte in any file of the truth is found and its record named', async (t) => {
  const folder = emptyFolder(t);
  const sound = join(folder, 'sound');
  const node = await openTestNode({ dataFolder: sound });
  const customer = customerOf(sound);
  for (let block = 0; block < 8; block++) {
    const many = Array.from({ length: 1 + (block % 4) * 30 }, () => customer.record());
    if (block % 2 === 1) many.push(customer.batch(3));
    await node.api.submitMany(many, { wait: 'proven', timeoutMs: 10_000 });
  }
  await node.close();
  const before = await checkFolder(sound, { verifierThreads: 0 });
  assert.equal(before.damage, undefined);
  assert.deepEqual(before.notes, []);

  const kinds = [...Map.groupBy(filesIn(sound), kindOf).values()];
  const found = new Map<string, number>();
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(fc.nat(), fc.nat(), fc.nat()),
      fc.integer({ min: 1, max: 255 }),
      async (choice, flip) => {
        const files = kinds[choice[0] % kinds.length] ?? [];
        const file = files[choice[1] % files.length] ?? '';
        const at = choice[2] % statSync(join(sound, file)).size;
        const damaged = join(folder, `damaged-${String(cases++)}`);
        cpSync(sound, damaged, { recursive: true });
        const bytes = readFileSync(join(damaged, file));
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        writeFileSync(join(damaged, file), bytes);
        expectNamed({ sound, file, at }, await damageIn(damaged));
        found.set(kindOf(file), (found.get(kindOf(file)) ?? 0) + 1);
      },
    ),
    { numRuns: runs },
  );
  for (const [kind, count] of found) {
    t.diagnostic(`cases: flipped bytes in ${kind} ${String(count)}`);
  }
});

/** A FORMAT that became another one is refused, as it has to be. */
async function damageIn(folder: string): Promise<Damage | undefined> {
  try {
    const { damage, notes } = await checkFolder(folder, { verifierThreads: 0 });
    // The other slot is whole: it counts, and the damage is told beside it.
    const torn = notes.find((note) => note.startsWith('one of the two slots'));
    return damage ?? (torn === undefined ? undefined : { file: 'checkpoint', what: torn });
  } catch (error) {
    const isOther = isCoded(error, 'FORMAT_NEWER') || isCoded(error, 'FORMAT_EARLIER');
    if (isOther) return { file: 'FORMAT', what: error.message };
    throw error;
  }
}

/** Every file that is not empty. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => statSync(join(folder, path)).size > 0 && !path.endsWith('/LOG.old'));
}

/** What is tried equally often, however many files of it there are. */
function kindOf(file: string): string {
  const [first = file] = file.split('/');
  return first === 'log' ? file.slice(file.lastIndexOf('.')) : first;
}

function expectNamed(
  { sound, file, at }: { readonly sound: string; readonly file: string; readonly at: number },
  damage: Damage | undefined,
): void {
  if (file.startsWith('state/')) {
    // LevelDB does not notice every byte, and not every byte means something; but nothing else may be blamed.
    assert.ok(damage === undefined || damage.file === 'state', JSON.stringify(damage));
    return;
  }
  if (file.startsWith('keys/') && damage === undefined) return;
  assert.equal(damage?.file, file, `byte ${String(at)} of ${file}: ${JSON.stringify(damage)}`);
  if (damage.offset === undefined) return;
  const prefixBytes = PREFIX_BYTES[kindOf(file)];
  const start =
    prefixBytes === undefined
      ? undefined
      : recordAround(readFileSync(join(sound, file)), at, prefixBytes);
  if (start !== undefined) assert.equal(damage.offset, start, JSON.stringify(damage));
  assert.ok(damage.offset <= at, `${file}: byte ${String(at)} lies in ${JSON.stringify(damage)}`);
}

const PREFIX_BYTES: Readonly<Record<string, number>> = { '.entries': 2, payload: 4 };

/** Where the length-prefixed record begins that holds byte `at`. */
function recordAround(bytes: Buffer, at: number, prefixBytes: number): number {
  let start = 0;
  for (;;) {
    const end = start + prefixBytes + bytes.readUIntBE(start, prefixBytes);
    if (at < end) return start;
    start = end;
  }
}
