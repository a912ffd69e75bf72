/** English: what a ledger refuses about assets, and what to do then. */

import { refusalTexts } from './refusal-texts.ts';

export const refusalsEnUs = {
  ...refusalTexts('en'),
  'action.CLASS_EXISTS': 'Use another name.',
  'action.CLASS_MALFORMED':
    'spec/assets.md says what a class consists of; begin with stele asset define --example receivable',
  'action.CLASS_UNKNOWN': 'See which there are: stele asset list',
  'action.CLASS_ABSENT': 'See which there are: stele asset list',
  'action.OUTPUT_UNKNOWN': 'See what there is now: stele asset list --of ACCOUNT',
  'action.OUTPUT_ABSENT': 'See what there is: stele asset list --of ACCOUNT',
  'action.MARKED': 'See why: stele asset show OUTPUT',
  'action.HOLDER_NOT_ACTING': 'Name the key of the holder with --key, or others with --with.',
  'action.EXIT_NOT_ACTING': 'stele asset show OUTPUT tells who may.',
  'action.EXIT_TOO_EARLY': 'stele asset show OUTPUT tells from when.',
  'action.PREIMAGE_WRONG': 'Give it with --preimage.',
  'action.HELD': 'Take one: stele asset exit OUTPUT EXIT',
  'action.TOKEN_EXISTS': 'Change an attribute.',
  'action.MOVE_FORBIDDEN': 'See what it allows: stele asset show CLASS',
  'action.ROLE_NOT_ACTING': 'See which: stele asset show CLASS; name it with --with.',
  'action.PART_TOO_SMALL': 'See the least: stele asset show CLASS',
  'action.HOLDER_NOT_CERTIFIED': 'Its registrar certifies: stele asset certify PARTY',
  'action.STEP_ROLE_NOT_ACTING': 'Name them with --with.',
  'action.STEP_NOT_TOGETHER': 'Name all of them.',
  'action.COUNTERSIGNER_NOT_ACTING': 'Name it with --with.',
  'action.HOLD_MALFORMED':
    'Every exit needs a name of its own and a time in which it can be taken.',
  'action.OWNER_UNREACHABLE': 'Name an open account, or a key.',
  'action.FUNDS_MISSING': 'See what there is: stele account balances',
  'action.FUNDS_SCATTERED': 'Send a part of it to yourself first.',
  'action.SLOT_AMBIGUOUS': 'See them: stele asset list CLASS',
  'action.PAYER_UNKNOWN': 'An administrator opens it: stele account open',
} as const;
