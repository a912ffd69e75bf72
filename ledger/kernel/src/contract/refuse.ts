/**
 * How a contract says no. A refusal is a rejection whose code the contract has listed; it ends the transaction, and its code is the
 * outcome's. Anything else that a contract throws is a bug in it (execution/call.ts says what follows).
 */

import { rejection } from '@stele/base';

/** Refuses the transaction with one of the contract's codes. */
export function refuse(code: string, sentence: string): never {
  throw rejection(code, sentence);
}
