/** `stele ledger check`: the whole ledger derived again from its log, byte by byte. Opens the data folder itself. */

import { type Command, dataOption, type Invocation, noOperands } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';

export const ledgerCheck: Command = {
  name: 'ledger check',
  operands: noOperands,
  options: [dataOption],
  about: 'ledgerCheck.about',
  calls: [],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { checkLedger } = await import('../local/ledger-check.ts');
    return await checkLedger(invocation);
  },
};
