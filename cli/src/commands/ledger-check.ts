/** `stele ledger check`: the whole ledger derived again from its log, byte by byte. Opens the data folder itself. */

import { type Command, dataOption, noOperands } from '../command.ts';

export const ledgerCheck: Command = {
  name: 'ledger check',
  operands: noOperands,
  options: [dataOption],
  about: 'ledgerCheck.about',
  calls: [],
  run: async (invocation) => (await import('../local/ledger-check.ts')).checkLedger(invocation),
};
