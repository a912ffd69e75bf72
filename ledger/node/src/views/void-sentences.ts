/** What a transaction is told that is not even refused (spec/transaction.md), beside its code. */

const SENTENCES: Readonly<Record<string, string>> = {
  EXPIRED: 'its time is over: it was valid until before this block',
  VALID_UNTIL_TOO_FAR: 'it is valid for more than 24 hours from this block',
  DUPLICATE: 'it is in the log already',
  SIGNATURE_INVALID: 'one of its signatures is not valid',
  PAYER_UNKNOWN: 'its payer is no open account',
  PAYER_NOT_SIGNED: 'its payer has not signed it',
  QUOTA_EXHAUSTED: 'its payer has no unit left',
  SIGNER_MISSING: 'an actor of one of its calls has not signed it',
};

/** A sentence for a code; for one of a contract, that it was refused. */
export function voidSentence(code: string): string {
  return SENTENCES[code] ?? `execution refuses it with ${code}`;
}
