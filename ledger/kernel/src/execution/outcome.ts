/**
 * What becomes of a contract's code that has run (spec/contracts.md, "How a transaction is executed").
 *
 * A contract says no with a rejection whose code it has listed. Anything else it throws is a bug, and the kernel lets it through,
 * which stops the node. It is not made an outcome, because natively run code may fail for reasons that differ between engines
 * and their versions (stack depth, memory, the order of a sort that throws): two nodes could then write different ledgers.
 */

import { assert, isCoded } from '@stele/base';
import type { Contract } from '../contract/index.ts';
import type { ContractContext } from './contract-context.ts';

/** Runs a contract's code. Answers the code of its refusal, empty when it succeeded. */
export function outcomeOf(contract: Contract, context: ContractContext, run: () => void): string {
  let code = '';
  try {
    run();
  } catch (error) {
    if (!isCoded(error) || error.kind !== 'rejection') throw error;
    ({ code } = error);
    context.explain(error);
  }
  // What a hook has refused is no code of this contract's, and stays refused when this contract takes no notice.
  if (context.refusal !== undefined) return context.refusal;
  return code === '' ? code : listed(contract, code);
}

/** A code that is not listed came from a reader the contract did not mean to expose, so it is a bug like any other. */
function listed({ name, codes }: Contract, code: string): string {
  assert(codes.has(code), `contract ${name} threw ${code}, which it does not list`);
  return code;
}
