/**
 * Block 0 (spec/block.md): the charter, the setup calls, the header. Setup calls act for anybody, since nobody has an account yet;
 * the charter commits to them, so whoever accepts the fingerprint has accepted them.
 */

import { equal, rejection } from '@stele/base';
import {
  type Call,
  type Charter,
  encodeSetup,
  encodeSystemAct,
  type SystemAct,
  TX_BYTES_MAX,
} from '@stele/protocol';
import { runCall } from '../execution/call.ts';
import { CallScope } from '../execution/call-scope.ts';
import { CHAIN_CONTRACT } from '../execution/chain-contract.ts';
import { prepareCall } from '../execution/prepared-call.ts';
import type { Block } from './block.ts';
import { BlockBuilder, type Chain } from './builder.ts';
import { environmentOf, type Machine } from './machine.ts';

const CHARTER_TABLE = 'charter';

export interface Genesis {
  readonly bytes: Uint8Array;
  readonly charter: Charter;
}

/**
 * Rejects with SETUP_MISMATCH when the calls are not those the charter commits to, SETUP_REFUSED when one of them is refused,
 * GENESIS_TOO_LARGE when charter or a call does not fit an entry.
 */
export function genesisBlock(
  chain: Chain,
  machine: Machine,
  genesis: Genesis,
  setup: readonly Call[],
): Block {
  checkSetup(chain, genesis.charter, setup);
  const builder = new BlockBuilder(chain, {
    timeMs: genesis.charter.madeMs,
    epoch: 0,
    engineHeight: 0,
    sealed: false,
    charter: chain.suite.H(genesis.bytes),
  });
  addCharter(builder, genesis.bytes);
  setup.forEach((call, number) => {
    const code = addSetupCall(builder, machine, call);
    if (code !== '') throw refused(number, call, code);
  });
  return builder.finish([]);
}

function checkSetup({ suite }: Chain, { setup: expected }: Charter, setup: readonly Call[]): void {
  const fits =
    expected === null ? setup.length === 0 : equal(suite.H(encodeSetup(setup)), expected);
  if (fits) return;
  throw rejection('SETUP_MISMATCH', 'the setup calls are not those the charter commits to', {
    action: 'use the file of setup calls that was made together with this charter',
  });
}

function addCharter(builder: BlockBuilder, charter: Uint8Array): void {
  const { state } = builder;
  builder.entry('system', contentOf({ subject: 'charter', charter }), () => {
    state.put(state.table(CHAIN_CONTRACT, CHARTER_TABLE), new Uint8Array(0), charter);
    return '';
  });
}

function addSetupCall(builder: BlockBuilder, machine: Machine, call: Call): string {
  const place = { entryIndex: builder.nextIndex, callNumber: 0, setup: true };
  const environment = environmentOf(machine, builder);
  return builder.entry('system', contentOf({ subject: 'call', call }), () =>
    runCall(environment, prepareCall(environment, call), place, new CallScope([])),
  );
}

/** An entry's content has the room of a transaction: nothing before bounds what a charter or a setup call holds. */
function contentOf(act: SystemAct): Uint8Array {
  const content = encodeSystemAct(act);
  if (content.length <= TX_BYTES_MAX) return content;
  throw rejection('GENESIS_TOO_LARGE', `a ${act.subject} of ${String(content.length)} bytes`, {
    action: `an entry holds at most ${String(TX_BYTES_MAX)}: name fewer members or keys`,
    data: { limit: 'TX', bytesMax: TX_BYTES_MAX },
  });
}

function refused(number: number, { contract, method }: Call, code: string): Error {
  return rejection(
    'SETUP_REFUSED',
    `setup call ${String(number)}, ${contract}.${method}, is refused with ${code}: the genesis is invalid`,
    { action: 'correct the call and make a new charter', data: { number, code } },
  );
}
