/** The contract's tables (spec/assets.md, "Tables"). */

import {
  amount,
  bytes,
  list,
  optional,
  scalar,
  table,
  tuple,
  type TypeOf,
  uint,
} from '@stele/kernel/contract';
import { HANDLE_BYTES, PARTY_BYTES } from './ids.ts';
import { ATTRIBUTES_MAX } from './limits.ts';
import { definitionSchema } from './schema/class.ts';
import { marksSchema } from './schema/mark.ts';
import { outputSchema } from './schema/output.ts';

const classKey = bytes(16);
const partyKey = bytes(PARTY_BYTES);

/** class → what its issuer has said of it */
export const classesTable = table('classes', { class: classKey }, definitionSchema);

const supply = tuple({
  issued: optional(amount()),
  redeemed: optional(amount()),
  marks: uint(),
});
export type Supply = TypeOf<typeof supply>;
/** class → what was issued and redeemed of it since it is, null for nothing, and the marks set in it now */
export const suppliesTable = table('supplies', { class: classKey }, supply);

/** class ‖ slot → the values of the class's attributes */
export const slotsTable = table(
  'slots',
  { class: classKey, slot: bytes(16) },
  list(scalar(), { max: ATTRIBUTES_MAX }),
);

/** key → an output nobody has spent */
export const outputsTable = table('outputs', { output: bytes(10) }, outputSchema, {
  ends: true,
  once: true,
});

const balance = tuple({ free: optional(amount()), held: optional(amount()) });
export type BalanceRow = TypeOf<typeof balance>;
/** party ‖ class → what it has, and what of it is in holds; null for nothing. A row stays when nothing is left. */
export const balancesTable = table('balances', { party: partyKey, class: classKey }, balance);

/** registrar's party ‖ party → until when it may hold; null: without end */
export const certifiedTable = table(
  'certified',
  { registrar: partyKey, party: partyKey },
  tuple({ until: optional(uint()) }),
);

/** handle → its marks */
export const marksTable = table('marks', { handle: bytes(HANDLE_BYTES) }, marksSchema);

/** Nothing → how many marks are set on parties. */
export const markCountsTable = table('mark-counts', {}, uint());
export const MARK_COUNT_KEY = new Uint8Array(0);
