/** Files that `stele asset define --example` prints: each a class somebody could begin with. What is left out is none. */

import type { JsonObject } from '@stele/protocol';

export const exampleNames = ['receivable', 'money', 'collectible'] as const;

/** `issuer`: the account that is to issue. */
export function exampleOf(name: (typeof exampleNames)[number], issuer: string): JsonObject {
  return examples(issuer)[name];
}

const examples = (issuer: string) => ({
  receivable: {
    organisation: 'acme',
    name: 'receivable',
    kind: 'right',
    scale: 2,
    attributes: [
      { name: 'debtor', type: 'account' },
      { name: 'due', type: 'time' },
    ],
    roles: [{ name: 'issuer', is: issuer }],
    moves: [
      { move: 'issue', by: ['issuer'] },
      { move: 'transfer', by: [] },
      { move: 'pledge', by: [] },
      { move: 'offer', by: [] },
      { move: 'sale', by: [] },
      { move: 'redeem', by: [] },
      { move: 'freeze', by: ['issuer'] },
    ],
    limits: { partMin: '100', depthMax: 10 },
  },
  money: {
    organisation: 'acme',
    name: 'yuan',
    kind: 'money',
    scale: 2,
    roles: [{ name: 'issuer', is: issuer }],
    moves: [
      { move: 'issue', by: ['issuer'] },
      { move: 'transfer', by: [] },
      { move: 'sale', by: [] },
      { move: 'redeem', by: ['issuer'] },
      { move: 'freeze', by: ['issuer'] },
    ],
  },
  collectible: {
    organisation: 'acme',
    name: 'print',
    kind: 'ticket',
    attributes: [{ name: 'number', type: 'uint' }],
    roles: [{ name: 'issuer', is: issuer }],
    moves: [
      { move: 'issue', by: ['issuer'] },
      { move: 'transfer', by: [] },
      { move: 'redeem', by: ['issuer'] },
      { move: 'freeze', by: ['issuer'] },
    ],
    limits: {
      supply: '100',
      perHolder: '2',
      rest: { firstDays: 180, nextDays: 730 },
      forValue: 'primary',
    },
  },
});
