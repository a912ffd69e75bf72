/** What a disk, or somebody in a hurry, does to whole files: cut, grown, swapped, sectors zeroed, gone. Nothing is served otherwise unsaid. */

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';

import { beginCampaign, diceOf, FOR_PEOPLE, Table } from './campaign.ts';
import { kindsIn, WAYS } from './damage.ts';

/** Moved away, it is begun anew, and says so (docs/operation.md). */
const ON_PURPOSE = ['people.json'];
const runs = Number(process.env['STELE_FLIPS'] ?? 240);

void test('a file that is cut, grown, swapped, zeroed in part or missing is found, or nothing that is served differs', async (t) => {
  const seed = Number(process.env['STELE_FLIPS_SEED'] ?? randomInt(2 ** 31));
  t.diagnostic(`seed ${String(seed)}`);
  const dice = diceOf(seed);
  const campaign = await beginCampaign(t);
  const kinds = [...kindsIn(campaign.sound.stopped).keys()].filter(
    (kind) => !FOR_PEOPLE.includes(kind),
  );
  const ways = Object.entries(WAYS);
  const table = new Table();
  for (let i = 0; i < runs; i++) {
    const [name, way] = ways[i % ways.length] ?? assert.fail();
    const kind = kinds[dice(kinds.length)] ?? '';
    if (name === 'missing' && ON_PURPOSE.includes(kind)) continue;
    // Of a server that was killed, a journal without its end is what a loss of power leaves.
    const spoiled = await campaign.once(way, dice, { kind, end: 'stopped' });
    if (spoiled !== undefined) table.add(name, spoiled);
  }
  table.report(t, 'files');
  assert.deepEqual(table.missed, []);
});
