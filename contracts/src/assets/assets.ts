/**
 * The contract `assets` (spec/assets.md): classes, outputs, holds with their exits, marks. Money and goods, escrow, pledge and offer
 * are said in data; what is here is the same for all of them.
 */

import { defineContract } from '@stele/kernel/contract';
import { certify, decertify } from './methods/certificates.ts';
import { define } from './methods/define.ts';
import { issue } from './methods/issue.ts';
import { mark, unmark } from './methods/marks.ts';
import { redeem } from './methods/redeem.ts';
import { step } from './methods/step.ts';
import { transfer } from './methods/transfer.ts';
import {
  balancesTable,
  certifiedTable,
  classesTable,
  markCountsTable,
  marksTable,
  outputsTable,
  slotsTable,
  suppliesTable,
} from './tables.ts';
import { lapse } from './timer.ts';

export const ASSETS_CONTRACT = 'assets';

export const assets = defineContract({
  name: ASSETS_CONTRACT,
  isIn: ({ hasAssets }) => hasAssets,
  codes: [
    'NOT_AUTHORISED',
    'CLASS_EXISTS',
    'CLASS_MALFORMED',
    'CLASS_UNKNOWN',
    'OUTPUT_UNKNOWN',
    'OUTPUT_DIFFERS',
    'MARKED',
    'HOLDER_NOT_ACTING',
    'EXIT_UNKNOWN',
    'EXIT_NOT_ACTING',
    'EXIT_TOO_EARLY',
    'EXIT_TOO_LATE',
    'PREIMAGE_WRONG',
    'HELD',
    'OUTPUTS_TOO_MANY',
    'ATTRIBUTES_MALFORMED',
    'LIKE_UNKNOWN',
    'OWNER_UNREACHABLE',
    'HOLD_MALFORMED',
    'PAYMENT_MISSING',
    'SUMS_DIFFER',
    'AMOUNT_TOO_LARGE',
    'TOKEN_EXISTS',
    'SPEND_MISSING',
    'SUPPLY_EXCEEDED',
    'MOVE_FORBIDDEN',
    'ROLE_NOT_ACTING',
    'PART_TOO_SMALL',
    'DEPTH_EXCEEDED',
    'RESTING',
    'HOLDER_LIMIT_EXCEEDED',
    'NOT_FOR_VALUE',
    'HOLDER_NOT_CERTIFIED',
    'STEP_UNKNOWN',
    'STEP_NOT_FROM_HERE',
    'STEP_ROLE_NOT_ACTING',
    'STEP_NOT_TOGETHER',
    'STATE_MALFORMED',
    'COUNTERSIGNER_NOT_ACTING',
    'LEVEL_UNKNOWN',
    'MARK_EXISTS',
    'MARK_UNKNOWN',
  ],
  tables: [
    classesTable,
    suppliesTable,
    slotsTable,
    outputsTable,
    balancesTable,
    certifiedTable,
    marksTable,
    markCountsTable,
  ],
  methods: {
    define,
    issue,
    transfer,
    redeem,
    step,
    mark,
    unmark,
    certify,
    decertify,
  },
  timer: lapse,
});
