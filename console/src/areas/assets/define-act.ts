/** A definition as it is typed: whether it is JSON, and of the form that the contract takes once it is whole, with the place of what is not. */

import { isCoded } from '@stele/base';
import type { JsonObject } from '@stele/protocol';
import { wholeClass } from '@stele/sdk';

import { type Act, planOf } from './signing/act.ts';

export type CheckedDefinition =
  | { readonly kind: 'good'; readonly act: Act }
  /** `place` as a JSON pointer, or empty. */
  | { readonly kind: 'json' | 'form'; readonly place: string };

export function checkedDefinition(account: string, typed: string): CheckedDefinition {
  const written = objectIn(typed);
  if (written === undefined) return { kind: 'json', place: '' };
  const args = wholeClass(written);
  const act: Act = { account, method: 'define', args, command: 'asset define class.json' };
  try {
    planOf(act);
    return { kind: 'good', act };
  } catch (error) {
    if (!isCoded(error)) throw error;
    const pointer = error.data?.['pointer'];
    return { kind: 'form', place: typeof pointer === 'string' ? pointer : error.message };
  }
}

function objectIn(typed: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(typed);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** A class that can be issued, handed over and redeemed, to begin from. */
export function exampleDefinition(account: string): JsonObject {
  return {
    organisation: 'example',
    name: 'points',
    kind: 'right',
    scale: 2,
    attributes: [],
    set: null,
    fields: [],
    states: [],
    steps: [],
    roles: [{ name: 'issuer', is: account }],
    moves: [
      { move: 'issue', by: ['issuer'] },
      { move: 'transfer', by: [] },
      { move: 'pledge', by: [] },
      { move: 'offer', by: [] },
      { move: 'redeem', by: ['issuer'] },
      { move: 'freeze', by: ['issuer'] },
    ],
    holders: null,
    limits: {
      supply: null,
      perHolder: null,
      partMin: null,
      depthMax: null,
      rest: null,
      forValue: 'always',
      spends: null,
    },
    hook: '',
    countersigner: null,
    terms: null,
  };
}
