/** Who acts: the account of the key that `--key` names, else the operator of the data folder. */

import {
  type AccountPrincipal,
  accountToText,
  type Principal,
  principalFromText,
  principalToText,
  type Signer,
  type Suite,
} from '@stele/protocol';
import { signerFromPem } from '@stele/protocol/node';
import { isCoded } from '@stele/base';
import { existsSync } from 'node:fs';
import { accountOfKey, accountPrincipal } from '@stele/sdk';

import type { Arguments } from '../arguments.ts';
import type { Invocation } from '../command.ts';
import { reasonOf } from '../files/reason.ts';
import { textFileAt } from '../files/text-file.ts';
import { operatorOf } from '../notarize/operator.ts';
import { trouble } from '../trouble.ts';
import type { Session } from './session.ts';

export interface Person {
  readonly signer: Signer;
  readonly principal: Principal;
  /** `acc_…`. */
  readonly text: string;
}

/** SIGNING_KEY_MALFORMED, KEY_UNREADABLE, FILE_UNREADABLE, ACCOUNT_NOT_FOUND, PRINCIPAL_MALFORMED. */
export async function personOf(invocation: Invocation, session: Session): Promise<Person> {
  const { signer, account } = await keyOf(invocation, session);
  const named = invocation.arguments.value('account');
  const principal = named === undefined ? accountPrincipal(account) : accountIn(named);
  return { signer, principal, text: principalToText(principal) };
}

async function keyOf(
  { arguments: given }: Invocation,
  { folder, ledger }: Session,
): Promise<{ readonly signer: Signer; readonly account: Uint8Array }> {
  const path = given.value('key');
  if (path === undefined) return operatorOf(folder);
  const signer = await signerAt(path);
  return { signer, account: accountOfKey(ledger.chain.suite, signer.publicKey) };
}

/** A private key in PEM. SIGNING_KEY_MALFORMED, FILE_UNREADABLE. */
export async function signerAt(path: string): Promise<Signer> {
  const pem = await textFileAt(path);
  try {
    return signerFromPem(pem);
  } catch (error) {
    throw trouble('SIGNING_KEY_MALFORMED', { path, reason: reasonOf(error) }, error);
  }
}

/** `acc_…`. PRINCIPAL_MALFORMED. */
export function accountIn(value: string): AccountPrincipal {
  const principal = principalIn(value);
  if (principal.kind === 'account') return principal;
  throw trouble('PRINCIPAL_MALFORMED', { value });
}

/** The text of a principal. PRINCIPAL_MALFORMED. */
export function principalIn(value: string): Principal {
  try {
    return principalFromText(value);
  } catch (error) {
    if (isCoded(error)) throw trouble('PRINCIPAL_MALFORMED', { value }, error);
    throw error;
  }
}

/** A principal by its text, or by the file of its key: that key's account. Its one text. */
export async function partyIn(value: string, suite: Suite): Promise<string> {
  if (!value.includes(':') && existsSync(value)) {
    return accountToText(accountOfKey(suite, (await signerAt(value)).publicKey));
  }
  return principalToText(principalIn(value));
}

/** Whom a command asks about: an operand or option, else who acts. */
export async function askedParty(
  invocation: Invocation,
  session: Session,
  value: string | undefined,
): Promise<string> {
  if (value !== undefined) return await partyIn(value, session.ledger.chain.suite);
  return (await personOf(invocation, session)).text;
}

/** Others that act besides, and so have to sign as well. PRINCIPAL_MALFORMED. */
export async function furtherActors(
  given: Arguments,
  { ledger }: Session,
): Promise<readonly Principal[]> {
  const texts = given.values('with').map((value) => partyIn(value, ledger.chain.suite));
  return (await Promise.all(texts)).map(principalFromText);
}
