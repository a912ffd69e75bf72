/**
 * What an entry did with assets, call by call: which outputs it took in and which came of them. The calls say it, so whoever has the
 * entry can say it without this node.
 */

import { assert, toHex } from '@stele/base';
import { type Input, type NewOutput, outputKey } from '@stele/contracts';
import { parseArguments } from '@stele/kernel/contract';
import {
  type Call,
  decodeEntry,
  decodeSystemAct,
  decodeTransaction,
  type Outcome,
  transactionId,
} from '@stele/protocol';

import type { OpenLedger } from '../open-ledger.ts';
import { ASSETS } from './asset-reader.ts';

/** A call of the contract, or a timer of it. */
export interface AssetAct {
  /** Its number in the transaction. */
  readonly call: number;
  /** `timer` when no call did it. */
  readonly method: string;
  /** Taken by an exit: the output of each comes first, in this order. */
  readonly exits: readonly Uint8Array[];
  /** Taken by their holder. */
  readonly spent: readonly Uint8Array[];
  /** How many outputs come from nothing, before those that come from `spent`. */
  readonly issued: number;
  /** Whether each of `spent` becomes an output of its own, at its own place. */
  readonly isStep: boolean;
}

export interface EntryActs {
  readonly index: number;
  readonly outcome: Outcome;
  /** Absent for what the chain does by itself. */
  readonly transaction?: string;
  readonly acts: readonly AssetAct[];
}

const TIMER = 'timer';

/** What a committed entry did; a header does nothing. */
export async function entryActs(ledger: OpenLedger, index: number): Promise<EntryActs> {
  const entry = decodeEntry(await ledger.storage.log.entry(index));
  assert(entry.kind !== 'header', 'outputs are made and spent by other entries than headers');
  const { outcome, content: bytes } = entry;
  if (entry.kind === 'system') return { index, outcome, acts: systemActs(ledger, index, bytes) };
  const { body, content } = decodeTransaction(bytes);
  const { suite, fingerprint } = ledger.chain;
  const acts = content.calls.flatMap((call, i) => callAct(ledger, { index, number: i, call }));
  return { index, outcome, transaction: toHex(transactionId(suite, fingerprint, body)), acts };
}

/** By what method an output was made. */
export async function methodOf(ledger: OpenLedger, index: number, call: number): Promise<string> {
  const { acts } = await entryActs(ledger, index);
  return acts.find((act) => act.call === call)?.method ?? TIMER;
}

function systemActs(ledger: OpenLedger, index: number, bytes: Uint8Array): readonly AssetAct[] {
  const act = decodeSystemAct(bytes);
  if (act.subject === 'call') return callAct(ledger, { index, number: 0, call: act.call });
  if (act.subject !== 'timer' || act.contract !== ASSETS) return [];
  return [{ call: 0, method: TIMER, exits: [act.key], spent: [], issued: 0, isStep: false }];
}

interface NumberedCall {
  /** Of the entry. */
  readonly index: number;
  readonly number: number;
  readonly call: Call;
}

/** The arguments by which methods say what they take in and make. */
interface AssetArguments {
  readonly inputs?: readonly Input[];
  readonly parts?: readonly unknown[];
  readonly outputs?: readonly NewOutput[];
}

function callAct({ kernel }: OpenLedger, numbered: NumberedCall): readonly AssetAct[] {
  const { index, number, call } = numbered;
  const method = kernel.contracts.get(call.contract)?.methods.get(call.method);
  if (call.contract !== ASSETS || method === undefined) return [];
  const { inputs = [], parts = [] } = parseArguments(method, call.args) as AssetArguments;
  const keysOf = (some: readonly Input[]): readonly Uint8Array[] =>
    some.map((input) => keyOf(index, input));
  return [
    {
      call: number,
      method: call.method,
      exits: keysOf(inputs.filter(({ exit }) => exit !== '')),
      spent: keysOf(inputs.filter(({ exit }) => exit === '')),
      issued: parts.length,
      isStep: call.method === 'step',
    },
  ];
}

function keyOf(index: number, { output }: Input): Uint8Array {
  if (output.kind === 'key') return output.value.key;
  return outputKey({ index, call: output.value.call, place: output.value.place });
}
