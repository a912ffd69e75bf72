/**
 * The outputs of a benchmark: issued in units of one output a holder, handed on in transfers of two inputs and two outputs. A transfer
 * names what it spends by key and guard, as any client's does, so the rows that issuing put are encoded here as the contract does.
 */

import { createHash } from 'node:crypto';

import { assert, utf8 } from '@stele/base';
import { classId, guardOf, outputKey, outputsTable, slotId } from '@stele/contracts';
import { encodeRow } from '@stele/kernel/contract';
import type { Submission } from '@stele/protocol';
import { accountPrincipal, type PlannedCall } from '@stele/sdk';

import type { Operator } from '../../notarize/operator.ts';
import { ASSET_CLASS, assetCall, type Holder, HOLDERS, signCalls } from './asset-holders.ts';

/** A call of issue, which makes one output for each holder. */
export interface Unit {
  /** Of the entry. */
  readonly index: number;
  readonly call: number;
  readonly timeMs: number;
}

export const UNITS_PER_TRANSACTION = 16;
const AMOUNT = 100n;

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());
const CLASS = classId(sha256, ASSET_CLASS.organisation, ASSET_CLASS.name);
const SLOT = slotId(sha256, CLASS, []);

/** A transaction that issues so many units, at most UNITS_PER_TRANSACTION. */
export function issueUnits(
  operator: Operator,
  holders: readonly Holder[],
  count: number,
): Submission {
  const parts = holders.map(({ principal }) => ({
    attributes: [],
    amount: AMOUNT,
    to: { kind: 'party', value: principal },
    payload: null,
  }));
  const issuer = accountPrincipal(operator.account);
  const args = { class: CLASS, parts, inputs: [], change: [] };
  const calls = Array.from({ length: count }, () => assetCall('issue', issuer, args));
  return signCalls(operator, operator.signer, calls).submission;
}

/** Transfers that spend two units wholly: each holder hands half as much again as one output to the next holder and keeps the rest. */
export function transfersOf(
  operator: Operator,
  holders: readonly Holder[],
  [first, second]: readonly [Unit, Unit],
): readonly Submission[] {
  return holders.map((holder, place) => {
    const next = holders[(place + 1) % HOLDERS];
    assert(next !== undefined, 'a holder follows every holder');
    const inputs = [inputOf(first, place, holder), inputOf(second, place, holder)];
    const call = transferTo(holder, next, inputs);
    return signCalls(operator, holder.signer, [call]).submission;
  });
}

function transferTo(from: Holder, to: Holder, inputs: readonly object[]): PlannedCall {
  const outputs = [
    { like: 0, amount: AMOUNT + AMOUNT / 2n, to: { kind: 'party', value: to.principal } },
    { like: 0, amount: AMOUNT / 2n, to: { kind: 'party', value: from.principal } },
  ];
  return assetCall('transfer', from.principal, { inputs, outputs });
}

function inputOf({ index, call, timeMs }: Unit, place: number, { principal }: Holder): object {
  const row = encodeRow(outputsTable, {
    class: CLASS,
    slot: SLOT,
    amount: AMOUNT,
    state: null,
    owner: { kind: 'party', value: principal },
    acquiredAtMs: timeMs,
    depth: 1,
    payload: null,
  });
  const key = outputKey({ index, call, place });
  return {
    output: { kind: 'key', value: { key, guard: guardOf(sha256, row) } },
    exit: '',
    preimage: null,
  };
}

/** The same order in every run: what is spent lies all over what was issued. */
export function shuffled<T>(items: readonly T[]): readonly T[] {
  const seed = createHash('sha256').update(utf8('stele bench assets')).digest();
  let state = seed.readUInt32LE(0);
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}
