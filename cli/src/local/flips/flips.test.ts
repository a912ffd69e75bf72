/**
 * A data folder in which everything has been used, and a disk that changes it. One bit of one file is another one: the check names file
 * and record, or the folder does not open, or what is read is refused, or nothing that is served differs, which is measured by what
 * is served. STELE_FLIPS says how many, STELE_FLIPS_SEED which.
 */

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';

import { checkBitRot } from './bit-rot.ts';
import { beginCampaign, type Campaign, diceOf, FOR_PEOPLE, Table, TRUTH } from './campaign.ts';
import { type Dice, flip, kindsIn } from './damage.ts';
import { checkRepair } from './repair.ts';
import { copied } from './sound.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const runs = Number(process.env['STELE_FLIPS'] ?? (isDeep ? 900 : 28));
/** Rounds in which what is there for people is tried once. */
const PEOPLE_ROUNDS = 20;

void test('a disk that changes what was written', async (t) => {
  const campaign = await beginCampaign(t);
  const { folder, sound } = campaign;
  await t.test(
    'a flipped bit anywhere is found, or changes nothing that is served',
    async (each) => {
      const seed = Number(process.env['STELE_FLIPS_SEED'] ?? randomInt(2 ** 31));
      each.diagnostic(`seed ${String(seed)}`);
      const table = await flipped(campaign, diceOf(seed));
      table.report(each, 'flips in');
      assert.deepEqual(table.missed, []);
      for (const kind of TRUTH) {
        assert.equal(table.count(kind, 'same'), 0, `every byte of ${kind} counts`);
        assert.ok(table.count(kind, 'check') > 0, kind);
      }
    },
  );
  await t.test('what rots under a running node is not served as good', async () => {
    await checkBitRot(copied(sound.stopped, join(folder, 'running')), sound.asked);
  });
  await t.test('a damaged folder comes back from its backup, byte for byte', async (each) => {
    await checkRepair(each, folder, sound);
  });
});

async function flipped({ sound, once }: Campaign, dice: Dice): Promise<Table> {
  const kinds = [...kindsIn(sound.killed).keys()].filter((kind) => !FOR_PEOPLE.includes(kind));
  // What counts most is tried twice as often.
  const round = [...kinds, ...TRUTH];
  const table = new Table();
  for (let i = 0; i < runs; i++) {
    const isForPeople = i % (PEOPLE_ROUNDS * round.length) === round.length;
    const among = isForPeople ? FOR_PEOPLE : round;
    const kind = among[isForPeople ? dice(among.length) : i % among.length] ?? '';
    const end = dice(2) === 0 ? 'stopped' : 'killed';
    const spoiled = await once(flip, dice, { kind, end });
    if (spoiled !== undefined) table.add(kind, spoiled);
  }
  return table;
}
