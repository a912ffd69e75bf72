/** `certify` and `decertify`: a registrar says who may hold the classes that ask for it. */

import { concat } from '@stele/base';
import {
  deleteRow,
  hasRow,
  type MethodDefinition,
  optional,
  principal,
  putRow,
  refuse,
  uint,
} from '@stele/kernel/contract';
import type { Principal } from '@stele/protocol';
import { acts } from '../acting.ts';
import { type Desk, deskOf, partyFor } from '../desk.ts';
import { certifiedTable } from '../tables.ts';

const pair = { registrar: principal(), party: principal() };
const certifyArgs = { ...pair, until: optional(uint()) };

export const certify: MethodDefinition<typeof certifyArgs> = {
  args: certifyArgs,
  summary: {
    en: 'Certify as {registrar} that {party} may hold, until {until}',
    'zh-CN': '由 {registrar} 认证 {party} 可以持有，有效期至 {until}',
  },
  run: (context, { registrar, party, until }) => {
    const desk = deskOf(context);
    requireRegistrar(desk, registrar);
    putRow(context, certifiedTable, keyOf(desk, registrar, party), { until });
  },
};

export const decertify: MethodDefinition<typeof pair> = {
  args: pair,
  summary: {
    en: 'Withdraw as {registrar} the certificate of {party}',
    'zh-CN': '由 {registrar} 撤销对 {party} 的认证',
  },
  run: (context, { registrar, party }) => {
    const desk = deskOf(context);
    requireRegistrar(desk, registrar);
    const key = keyOf(desk, registrar, party);
    if (!hasRow(context, certifiedTable, key)) {
      refuse('HOLDER_NOT_CERTIFIED', 'there is no certificate to withdraw');
    }
    deleteRow(context, certifiedTable, key);
  },
};

function requireRegistrar({ context }: Desk, registrar: Principal): void {
  if (acts(context.actors, registrar)) return;
  refuse('NOT_AUTHORISED', 'the registrar does not act');
}

function keyOf(desk: Desk, registrar: Principal, party: Principal): Uint8Array {
  return concat(partyFor(desk, registrar).id, partyFor(desk, party).id);
}
