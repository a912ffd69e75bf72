/** The built-in contracts, a folder each. */

import type { Contract } from '@stele/kernel/contract';
import { accounts } from './accounts/accounts.ts';
import { assets } from './assets/assets.ts';
import { evidence } from './evidence/evidence.ts';

export { accounts } from './accounts/accounts.ts';
export { evidence } from './evidence/evidence.ts';
export { assets, ASSETS_CONTRACT } from './assets/assets.ts';
export {
  balanceTerm,
  classFromText,
  classId,
  exitTerm,
  guardOf,
  handleKey,
  holdingTerm,
  markKey,
  outputFromText,
  outputKey,
  type OutputPlace,
  outputPlaceOf,
  outputToText,
  PARTY_BYTES,
  partyOf,
  partyTerm,
  type Sha256,
  slotId,
} from './assets/ids.ts';
export {
  AMOUNT_MAX,
  ATTRIBUTES_MAX,
  DAY_MS,
  EXITS_MAX,
  FIELDS_MAX,
  HOLD_BYTES_MAX,
  HOLD_DEPTH_MAX,
  INPUTS_MAX,
  OUTPUTS_MAX,
  PARTS_MAX,
  ROLES_MAX,
  STATES_MAX,
  STEPS_MAX,
} from './assets/limits.ts';
export {
  ATTRIBUTE_TYPES,
  CLASS_KINDS,
  type ClassDefinition,
  definitionFields,
  definitionSchema,
  FOR_VALUE,
  HOLDER,
  type Move,
  MOVES,
  type StepDefinition,
} from './assets/schema/class.ts';
export { type Handle, handleSchema, type Level, LEVELS, type Marks } from './assets/schema/mark.ts';
export type { Exit, Hold, Owner, Payment, Preimage } from './assets/schema/owner.ts';
export { holdSchema, ownerSchema } from './assets/schema/owner.ts';
export type {
  AssetState,
  Input,
  InputName,
  NewOutput,
  Output,
  Part,
} from './assets/schema/output.ts';
export { outputSchema } from './assets/schema/output.ts';
export { paymentByIds, paymentFields } from './assets/schema/payment.ts';
export {
  type BalanceRow,
  balancesTable,
  certifiedTable,
  classesTable,
  MARK_COUNT_KEY,
  markCountsTable,
  marksTable,
  outputsTable,
  slotsTable,
  suppliesTable,
  type Supply,
} from './assets/tables.ts';
export { fillTemplate, type ParameterType, type Template } from './assets/templates/template.ts';
export { templateOf, TEMPLATES } from './assets/templates/templates.ts';

/** What every chain runs; which of them its rules know they say themselves. */
export const builtinContracts: readonly Contract[] = [accounts, evidence, assets];
