/** A damaged folder and its backup: what was damaged is there again byte for byte, and what names the damage names the way. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { TestContext } from 'node:test';

import { run } from '../../run.ts';
import { fakeWorld } from '../../test/fake-world.ts';
import { diceOf } from './campaign.ts';
import { flip } from './damage.ts';
import { openFolder } from './opened.ts';
import { readAll, servedOtherwise } from './reading.ts';
import { copied, type Sound } from './sound.ts';

/** What nothing else can give back (spec/disk.md, the table). */
const TRUTH = /^(?:genesis|setup|statement|FORMAT|admin\.key|keys\/|log\/.*\.entries|payload\/)/;

function truthIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => TRUTH.test(relative(folder, path)));
  return new Map(
    files.toSorted().map((path) => [relative(folder, path), readFileSync(path, 'hex')]),
  );
}

/** Damages a copy, restores the backup beside it, and compares. */
export async function checkRepair(context: TestContext, base: string, sound: Sound): Promise<void> {
  const { stopped, backup, asked, nowMs } = sound;
  const stele = steleIn(context);
  const truth = truthIn(stopped);
  assert.ok(truth.size >= 10, [...truth.keys()].join());
  const damaged = copied(stopped, join(base, 'damaged'));
  const path = 'log/000000.entries';
  flip({ folder: damaged, path, others: [] }, diceOf(7));
  const check = await stele('ledger', 'check', '--data', damaged);
  assert.notEqual(check.code, 0);
  assert.match(check.out, /log\/000000\.entries/);
  assert.match(check.out, /stele restore/, 'what to do is said');
  const restored = join(base, 'restored');
  const latest = join(damaged, 'checkpoint');
  const given = ['--data', restored, '--latest', latest, '--same-lineage'];
  const answer = await stele('restore', backup, ...given);
  assert.equal(answer.code, 0, answer.out);
  assert.deepEqual(truthIn(restored), truth);
  assert.equal((await stele('ledger', 'check', '--data', restored)).code, 0);
  const served = [];
  for (const folder of [copied(stopped, join(base, 'sound')), restored]) {
    const opened = await openFolder(folder, { nowMs });
    // Sessions are in no backup.
    served.push(await readAll(opened, { ...asked, session: '' }));
    await opened.close();
  }
  const [before, after] = served;
  assert.ok(before !== undefined && after !== undefined);
  assert.deepEqual(servedOtherwise(before, after), []);
}

function steleIn(
  context: TestContext,
): (...argv: readonly string[]) => Promise<{ readonly code: number; readonly out: string }> {
  return async (...argv) => {
    const world = fakeWorld(context);
    const code = await run(argv, world);
    const { out, err } = world.printed();
    return { code, out: out + err };
  };
}
