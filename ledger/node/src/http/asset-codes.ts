/** The public codes of assets and of transactions of several, as HTTP answers: the part of the catalogue beside catalogue.ts. */

import type { Catalogue } from '@stele/server';
import { entry, refused } from './code-entry.ts';

/** Refused by the contract `assets`, in the order in which it asks (spec/assets.md, "Validation"). */
export const ASSET_REFUSALS: Catalogue = {
  CLASS_EXISTS: refused('There is such a class already.', 'Use another name.'),
  CLASS_MALFORMED: refused(
    'The definition of the class contradicts itself.',
    'Mend what `detail` names; spec/assets.md says what a class consists of.',
  ),
  CLASS_UNKNOWN: refused('There is no such class.', 'Check its name, or define it.'),
  OUTPUT_UNKNOWN: refused(
    'An input is not there: it was spent, or never made.',
    'Look at what the holder has now, and build the transaction anew.',
  ),
  OUTPUT_DIFFERS: refused(
    'An input is not what the signer was shown.',
    'Look the output up again, and sign only what you read there.',
  ),
  MARKED: refused(
    'What would move is frozen by a mark.',
    'Look at the marks of the output; who set them can lift them.',
  ),
  HOLDER_NOT_ACTING: refused(
    'The holder of an input does not act.',
    'Let the holder be an actor of the call, and sign.',
  ),
  EXIT_UNKNOWN: refused(
    'The hold has no such exit.',
    'Name one of the exits that the output’s owner lists.',
  ),
  EXIT_NOT_ACTING: refused(
    'Who may take the exit does not act.',
    'Let the party that the exit names act and sign.',
  ),
  EXIT_TOO_EARLY: refused('The exit is not open yet.', 'Wait for its `from`.'),
  EXIT_TOO_LATE: refused('The exit is closed: its time is over.', 'Take another exit.'),
  PREIMAGE_WRONG: refused(
    'The preimage is not the one that the exit asks for.',
    'Give the 32 bytes whose digest the exit names; give none where it asks for none.',
  ),
  HELD: refused(
    'The output is in a hold, which ends by an exit only.',
    'Name the exit that is taken.',
  ),
  OUTPUTS_TOO_MANY: refused(
    'A call makes at most 256 outputs.',
    'Split it over several calls or transactions.',
  ),
  ATTRIBUTES_MALFORMED: refused(
    'The attributes are not those of the class.',
    'Give one value for each attribute of the class, in its order and of its type.',
  ),
  LIKE_UNKNOWN: refused(
    'A new output is like no input of the call.',
    'Give the number of an input that leaves no hold.',
  ),
  OWNER_UNREACHABLE: refused(
    'Nobody could ever sign for the new owner.',
    'Name an open account or a key.',
  ),
  HOLD_MALFORMED: refused(
    'The hold contradicts itself.',
    'Mend what `detail` names; every exit needs a name of its own and a time in which it is open.',
  ),
  PAYMENT_MISSING: refused(
    'What the exit wants paid is not paid in the same call.',
    'Add the payment to the call, to the party that the exit names.',
  ),
  SUMS_DIFFER: refused(
    'What goes in is not what comes out.',
    'Let the amounts of every class and slot be equal; give back the change.',
  ),
  AMOUNT_TOO_LARGE: refused('An amount would be beyond 2^128 − 1.', 'Use smaller amounts.'),
  TOKEN_EXISTS: refused(
    'There is such a token already, and it is the only one.',
    'Change an attribute, so that the token is another.',
  ),
  SPEND_MISSING: refused(
    'Issuing this class burns another one, and too little of it was given.',
    'Put in what the class’s `spends` asks for, and take the change.',
  ),
  SUPPLY_EXCEEDED: refused(
    'More would be issued than the class allows.',
    'Issue less; the class’s `supply` is the limit.',
  ),
  MOVE_FORBIDDEN: refused('The class does not allow this move.', 'See `moves` of the class.'),
  ROLE_NOT_ACTING: refused(
    'A role whose consent the move needs does not act.',
    'Let the roles that the class names for the move act and sign.',
  ),
  PART_TOO_SMALL: refused(
    'A part is smaller than the class allows.',
    'Make parts of at least `partMin` of the class.',
  ),
  DEPTH_EXCEEDED: refused(
    'It has gone through as many hands as the class allows.',
    'It can be redeemed, not handed on.',
  ),
  RESTING: refused(
    'It was acquired too short a time ago to be handed on.',
    'Wait as many days as the class’s `rest` says.',
  ),
  HOLDER_LIMIT_EXCEEDED: refused(
    'The receiver would have more than the class allows one holder.',
    'Hand over less.',
  ),
  NOT_FOR_VALUE: refused(
    'The class may not change hands for money, or only from its issuer.',
    'Leave the payment out, or do not hand it over.',
  ),
  HOLDER_NOT_CERTIFIED: refused(
    'The receiver is not certified to hold this class.',
    'Have the class’s registrar certify the party first.',
  ),
  STEP_UNKNOWN: refused('The class has no such step.', 'See `steps` of the class.'),
  STEP_NOT_FROM_HERE: refused(
    'The step does not begin in the state that the asset is in.',
    'Take a step whose `from` has this state.',
  ),
  STEP_ROLE_NOT_ACTING: refused(
    'Who has to take the step does not act.',
    'Let all that the step’s `by` names act and sign.',
  ),
  STEP_NOT_TOGETHER: refused(
    'The step is taken by several of a set at once.',
    'Put the members of the set that the step names into the same call.',
  ),
  STATE_MALFORMED: refused(
    'The values are not those that the step sets.',
    'Give one value for each field of the step’s `sets`, of its type.',
  ),
  COUNTERSIGNER_NOT_ACTING: refused(
    'The class’s countersigner does not act.',
    'Let the countersigner act and sign.',
  ),
  HOOK_WROTE: refused(
    'The class’s hook tried to change something.',
    'Tell the operator of the hook: a hook may only refuse.',
  ),
  CONTRACT_UNKNOWN: refused(
    'The class names a hook that does not exist.',
    'Tell the issuer of the class.',
  ),
  LEVEL_UNKNOWN: refused(
    'There is no such level of marks, or not for this handle.',
    'Use platform or authority; parties are marked by the authority only.',
  ),
  MARK_EXISTS: refused('There is such a mark already.', 'Lift it first, to set another.'),
  MARK_UNKNOWN: refused('There is no such mark.', 'Look at the marks; each level lifts its own.'),
};

/** Of the node, which chooses outputs for `assets.pay`. */
export const PAY_REFUSALS: Catalogue = {
  FUNDS_MISSING: entry(
    422,
    'The payer has too little of the class free.',
    'Pay less; `free` says how much there is.',
    ['free', 'class'],
  ),
  FUNDS_SCATTERED: entry(
    422,
    'The amount is spread over more outputs than a call takes.',
    'Pay a part of it to yourself first: that makes one output of many.',
    ['countMax', 'reached'],
  ),
  SLOT_AMBIGUOUS: entry(
    422,
    'It does not follow from the amount which slot is meant.',
    'Name a slot; amounts of different slots do not mix.',
    ['slots'],
  ),
};

export const ASSET_LOOK_UPS: Catalogue = {
  CLASS_ABSENT: entry(404, 'The chain has no such class.', 'Check the name, or ask for the list.'),
  HEIGHT_PAST: entry(
    404,
    'Too much has ended since this block to say what was live then.',
    'Ask for a later height; a proof that is kept stays valid.',
  ),
  HEIGHT_UNKNOWN: entry(
    404,
    'The chain has no such block, or the output was made later.',
    'Ask for a height between that of the output and that of the chain.',
  ),
  OUTPUT_ABSENT: entry(
    404,
    'The chain has made no such output.',
    'Check the id; those of a transaction are in its effects.',
  ),
};

/** Transactions that wait for signatures. */
export const INBOX_CODES: Catalogue = {
  INBOX_FULL: entry(
    429,
    'The node keeps as many unsigned transactions as it can.',
    'Try again when some are signed or no longer valid.',
    ['limit'],
  ),
  INBOX_SHARE_FULL: entry(
    429,
    'You have as many transactions waiting as one may have.',
    'Withdraw some, or have them signed.',
    ['limit'],
  ),
  NOT_SUBMITTER: entry(
    403,
    'Somebody else has handed the transaction in.',
    'Let whoever handed it in withdraw it; who does not sign it keeps it from the ledger.',
  ),
  PENDING_UNKNOWN: entry(
    404,
    'No such transaction waits for signatures.',
    'It may be recorded by now, withdrawn, or no longer valid: ask for it by its id.',
  ),
  SIGNATURE_UNWANTED: entry(
    422,
    'A key that signed speaks for nobody who has to sign.',
    'Sign with a key of an actor or of the payer.',
  ),
};
