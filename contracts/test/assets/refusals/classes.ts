/** What makes no class. */

import type { JsonObject } from '@stele/kernel/contract';
import { textOf, issuer } from '../world.ts';
import { type Refusal, refusal } from './refusal.ts';

const STATES = { states: ['drawn', 'paid'] };
const STEP = { name: 'pay', from: ['drawn'], to: 'paid', by: ['holder'], sets: [], together: [] };
const UINT = { name: 'year', type: 'uint' };

const BROKEN: Readonly<Record<string, JsonObject>> = {
  'a kind that is none': { kind: 'share' },
  'an attribute of no type': { attributes: [{ name: 'year', type: 'text' }] },
  'an attribute twice': { attributes: [UINT, UINT] },
  'a state twice': { states: ['drawn', 'drawn'] },
  'a role called holder': { roles: [{ name: 'holder', is: textOf(issuer) }] },
  'a role of nobody’s': {
    roles: [
      { name: 'issuer', is: textOf(issuer) },
      { name: 'robot', is: 'contract:robot' },
    ],
  },
  'a registrar of nobody’s': { holders: 'role:museum/registrar' },
  'a move that is none': { moves: [{ move: 'lend', by: ['issuer'] }] },
  'a move by a role that is not there': { moves: [{ move: 'issue', by: ['mint'] }] },
  'an issue by anybody': { moves: [{ move: 'issue', by: [] }] },
  'a set of what is no token': {
    attributes: [UINT, { name: 'series', type: 'identifier' }],
    set: { by: 'series', member: 'year' },
  },
  'a set by an attribute that is not there': {
    scale: null,
    attributes: [UINT],
    set: { by: 'series', member: 'year' },
  },
  'fields without states': { fields: [UINT] },
  'a step from a state that is not there': { ...STATES, steps: [{ ...STEP, from: ['lost'] }] },
  'a step by a role that is not there': { ...STATES, steps: [{ ...STEP, by: ['clerk'] }] },
  'a step that sets a field that is not there': { ...STATES, steps: [{ ...STEP, sets: ['sum'] }] },
  'steps together without sets': { ...STATES, steps: [{ ...STEP, together: [1] }] },
  'steps that no move allows': {
    ...STATES,
    steps: [STEP],
    moves: [{ move: 'issue', by: ['issuer'] }],
  },
  'value in no known way': { limits: { forValue: 'sometimes' } },
  'a quota of nothing': { limits: { spends: { class: '00'.repeat(16), rate: 0 } } },
};

export const classRefusals: readonly Refusal[] = [
  ...Object.entries(BROKEN).map(([what, change]): Refusal => ({
    code: 'CLASS_MALFORMED',
    what,
    provoke: (world) => Promise.resolve([world.definition('coin', change)]),
  })),
  refusal('CLASS_UNKNOWN', 'a quota of a class that is none', (world) => {
    const spends = { class: '00'.repeat(16), rate: 1 };
    return Promise.resolve([world.definition('coin', { limits: { spends } })]);
  }),
];
