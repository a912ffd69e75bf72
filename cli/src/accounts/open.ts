/** `stele account open`: an administrator opens an account for whoever holds a key, or for several keys together. */

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';

import { ACCOUNT_BYTES, keyPrincipal, type Principal } from '@stele/protocol';
import { accountOfKey, openAccount } from '@stele/sdk';

import { accountIn, personOf, principalIn, signerAt } from '../assets/person.ts';
import { type Session, sessionOf } from '../assets/session.ts';
import { transact } from '../assets/transact.ts';
import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { unitsIn } from '../given-values.ts';

export async function openNewAccount(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const quota = given.value('quota');
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const { authority, account } = await newcomer(session, given.operands[0] ?? '');
  const id = given.value('id');
  const administrator = accountIn(person.text).account;
  const opening = {
    account: id === undefined ? account : accountIn(id).account,
    authority,
    quota: quota === undefined ? null : unitsIn(quota),
    administrator: given.flag('administrator'),
  };
  const plan = { calls: [openAccount(administrator, opening)] };
  return await transact(invocation, { session, person }, plan);
}

interface Newcomer {
  readonly authority: Principal;
  readonly account: Uint8Array;
}

/** A key file has its own account; for any other authority the account is a new one. */
async function newcomer({ ledger }: Session, who: string): Promise<Newcomer> {
  if (who.includes(':') || !existsSync(who)) {
    return { authority: principalIn(who), account: new Uint8Array(randomBytes(ACCOUNT_BYTES)) };
  }
  const { suite } = ledger.chain;
  const { algorithm, publicKey } = await signerAt(who);
  return {
    authority: keyPrincipal(suite, algorithm, publicKey),
    account: accountOfKey(suite, publicKey),
  };
}
