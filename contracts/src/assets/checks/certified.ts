/** Step 6: whoever comes to an asset may hold it. */

import { concat } from '@stele/base';
import { getRow, refuse } from '@stele/kernel/contract';
import type { Made } from '../deed.ts';
import { type Desk, partyFor } from '../desk.ts';
import { certifiedTable } from '../tables.ts';

/** Refuses with HOLDER_NOT_CERTIFIED. Those whom the class names in a role need no certificate. */
export function checkCertified(desk: Desk, made: readonly Made[]): void {
  for (const { of, party, isHandedOver } of made) {
    const registrar = of.definition.holders;
    if (registrar === null || !isHandedOver || of.organs.has(party.name)) continue;
    const row = getRow(
      desk.context,
      certifiedTable,
      concat(partyFor(desk, registrar).id, party.id),
    );
    if (row !== undefined && (row.until === null || desk.context.timeMs < row.until)) continue;
    refuse('HOLDER_NOT_CERTIFIED', 'whoever would come to hold it is not certified to');
  }
}
