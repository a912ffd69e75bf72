/** Who holds the assets of a benchmark: accounts with a key each, and a class that the operator issues. */

import { builtinContracts } from '@stele/contracts';
import { argumentsFromJson, formatArguments, type Method } from '@stele/kernel/contract';
import { assert } from '@stele/base';
import {
  type Call,
  keyPrincipal,
  type Principal,
  principalToText,
  type Signer,
} from '@stele/protocol';
import { generateSigner } from '@stele/protocol/node';
import {
  accountPrincipal,
  draftLocally,
  hostWorld,
  openAccount,
  type PlannedCall,
  sign,
  type SignedTransaction,
} from '@stele/sdk';
import { randomBytes } from 'node:crypto';

import type { Operator } from '../../notarize/operator.ts';

/** As many keys as the ceiling verifies with. */
export const HOLDERS = 64;
const CALLS_PER_TRANSACTION = 16;

export interface Holder {
  readonly principal: Principal;
  readonly signer: Signer;
}

export const ASSET_CLASS = { organisation: 'bench', name: 'points' } as const;

/** Accounts and the class, ready to be handed in. */
export interface Cast {
  readonly holders: readonly Holder[];
  readonly transactions: readonly SignedTransaction[];
}

export function makeCast(operator: Operator): Cast {
  const made = Array.from({ length: HOLDERS }, () => {
    const account = new Uint8Array(randomBytes(16));
    return { account, principal: accountPrincipal(account), signer: generateSigner().signer };
  });
  const openings = made.map(({ account, signer }) => {
    const authority = keyPrincipal(operator.chain.suite, signer.algorithm, signer.publicKey);
    return openAccount(operator.account, { account, authority, quota: null, administrator: false });
  });
  const calls = [...openings, definition(operator)];
  const transactions: SignedTransaction[] = [];
  for (let at = 0; at < calls.length; at += CALLS_PER_TRANSACTION) {
    transactions.push(
      signCalls(operator, operator.signer, calls.slice(at, at + CALLS_PER_TRANSACTION)),
    );
  }
  return { holders: made, transactions };
}

/** Signs calls as one transaction. */
export function signCalls(
  { chain }: Operator,
  signer: Signer,
  calls: readonly PlannedCall[],
): SignedTransaction {
  return sign(draftLocally(chain, { calls, validForMs: VALID_FOR_MS }, hostWorld), [signer]);
}

const VALID_FOR_MS = 3_600_000;

/** Divisible points that the operator issues and anybody hands on. */
function definition({ account }: Operator): PlannedCall {
  const issuer = accountPrincipal(account);
  const limits = {
    supply: null,
    perHolder: null,
    partMin: null,
    depthMax: null,
    rest: null,
    forValue: 'always',
    spends: null,
  };
  const json = {
    ...ASSET_CLASS,
    kind: 'right',
    scale: 0,
    attributes: [],
    fields: [],
    states: [],
    steps: [],
    roles: [{ name: 'issuer', is: principalToText(issuer) }],
    moves: [
      { move: 'issue', by: ['issuer'] },
      { move: 'transfer', by: [] },
    ],
    limits,
  };
  return planned('define', issuer, argumentsFromJson(methodOf('define'), json));
}

/** A call of the contract with arguments as its schemas type them. */
export function assetCall(
  method: string,
  actor: Principal,
  args: Readonly<Record<string, unknown>>,
): PlannedCall {
  return planned(method, actor, formatArguments(methodOf(method), args));
}

function planned(method: string, actor: Principal, args: Call['args']): PlannedCall {
  return { call: { contract: 'assets', method, args, actors: [actor] }, args: {} };
}

function methodOf(name: string): Method {
  const method = builtinContracts.find((one) => one.name === 'assets')?.methods.get(name);
  assert(method !== undefined, 'a method of the contract');
  return method;
}
