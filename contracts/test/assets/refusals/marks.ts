/** Marks: who sets and lifts them. */

import type { JsonObject } from '@stele/kernel/contract';
import type { Person } from '@stele/kernel/test';
import { admin, alice, assetsCall, classOf, issuer, textOf, type World } from '../world.ts';
import { aliceHas, type Refusal, refusal } from './refusal.ts';

const reference = 'cd'.repeat(32);

function markCall(
  method: 'mark' | 'unmark',
  handle: JsonObject,
  level: string,
  ...actors: readonly Person[]
): ReturnType<typeof assetsCall> {
  return assetsCall(method, { handle, level, reference }, ...actors);
}

/** Refused at once. `change`: of the class that there is. */
function refused(
  code: string,
  what: string,
  call: ReturnType<typeof assetsCall>,
  change: Parameters<World['define']>[1] = {},
): Refusal {
  return refusal(code, what, async (world) => {
    await aliceHas(world, 5, change);
    return [call];
  });
}

const CLASS = { class: classOf('coin') };
const ALICE = { party: textOf(alice) };

export const markRefusals: readonly Refusal[] = [
  refused('LEVEL_UNKNOWN', 'a level that is none', markCall('mark', CLASS, 'king', issuer)),
  refused('NOT_AUTHORISED', 'a party by a platform', markCall('mark', ALICE, 'platform', issuer)),
  refused(
    'NOT_AUTHORISED',
    'an authority that is none',
    markCall('mark', CLASS, 'authority', alice),
  ),
  refused('ROLE_NOT_ACTING', 'a mark by anybody', markCall('mark', CLASS, 'platform', alice)),
  refused(
    'MARK_UNKNOWN',
    'a mark lifted that never was',
    markCall('unmark', CLASS, 'platform', issuer),
  ),
  refused(
    'MOVE_FORBIDDEN',
    'a mark in a class that does not know it',
    markCall('mark', CLASS, 'platform', issuer),
    { moves: [{ move: 'issue', by: ['issuer'] }] },
  ),
  refused(
    'OUTPUT_UNKNOWN',
    'a mark on what is not there',
    markCall('mark', { output: '00'.repeat(10) }, 'authority', admin),
  ),
  refused(
    'CLASS_UNKNOWN',
    'a mark on no class',
    markCall('mark', { class: '00'.repeat(16) }, 'authority', admin),
  ),
  refusal('MARK_EXISTS', 'a mark twice', async (world) => {
    await aliceHas(world, 5);
    const call = markCall('mark', CLASS, 'platform', issuer);
    await world.must(call);
    return [call];
  }),
  refusal('MARK_UNKNOWN', 'a mark of an authority’s lifted by the platform', async (world) => {
    await aliceHas(world, 5);
    await world.must(markCall('mark', CLASS, 'authority', admin));
    return [markCall('unmark', CLASS, 'platform', issuer)];
  }),
];
