/** Step 3: the outputs that a call lists, each like one of its inputs. */

import { refuse } from '@stele/kernel/contract';
import type { Spent } from '../deed.ts';
import { type Desk, type Party, partyOfOwner } from '../desk.ts';
import { OUTPUTS_MAX } from '../limits.ts';
import type { NewOutput } from '../schema/output.ts';
import { checkOwner } from './owners.ts';

/** A listed output whose input is known. */
export interface Listed {
  readonly like: Spent;
  readonly output: NewOutput;
  readonly party: Party;
}

/** Refuses with LIKE_UNKNOWN, OWNER_UNREACHABLE, HOLD_MALFORMED or CLASS_UNKNOWN. */
export function readListed(
  desk: Desk,
  spent: readonly Spent[],
  outputs: readonly NewOutput[],
): readonly Listed[] {
  const listed = outputs.map((output) => {
    const like = spent[output.like];
    if (like === undefined || like.exit !== undefined) {
      refuse('LIKE_UNKNOWN', 'an output is like an input that its holder spends');
    }
    return { like, output, party: partyOfOwner(desk, output.to) };
  });
  for (const { like, output } of listed) checkOwner(desk, like.of, output.to);
  return listed;
}

/** Refuses with OUTPUTS_TOO_MANY. */
export function requirePlaces(count: number): void {
  if (count > OUTPUTS_MAX) refuse('OUTPUTS_TOO_MANY', 'a call makes at most 256 outputs');
}
