/** `stele usage`: what was used, per customer and day; from the projection, from the ledger itself, or both compared. */

import { type Command, noOperands, serviceOptions } from '../command.ts';

export const usage: Command = {
  name: 'usage',
  operands: noOperands,
  options: [
    { name: 'customer', value: 'ID', help: 'usage.customer' },
    { name: 'from', value: 'DAY', help: 'usage.from' },
    { name: 'to', value: 'DAY', help: 'usage.to' },
    { name: 'csv', help: 'usage.csv' },
    { name: 'recount', help: 'usage.recount' },
    { name: 'compare', help: 'usage.compare' },
    ...serviceOptions,
  ],
  about: 'usage.about',
  calls: ['GET /v1/usage?customer=&from=&to=&source=ledger'],
  run: async (invocation) => (await import('../usage/show-usage.ts')).showUsage(invocation),
};
