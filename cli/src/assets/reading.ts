/** The run of a command that only reads: `--curl` prints the call, `--json` the answer, else `show` does. */

import { curlCommand } from '../client/curl.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { chainCallPlace, type Session, sessionOf } from './session.ts';

export interface Reading<Answer> {
  /** Below the chain: `accounts/…/balances?at=3`. Whose it is, is known only after the session is open. */
  readonly path: (session: Session) => Promise<string> | string;
  readonly read: (session: Session) => Promise<Answer>;
  readonly show: (answer: Answer, session: Session) => Promise<void> | void;
}

export async function runReading<Answer>(
  invocation: Invocation,
  { path, read, show }: Reading<Answer>,
): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const session = await sessionOf(invocation);
  if (given.flag('curl')) {
    const { base, keyPath } = chainCallPlace(invocation);
    const url = `${base}/${await path(session)}`;
    printLine(world, curlCommand({ method: 'GET', url, keyPath }));
    return exitCodes.done;
  }
  const answer = await read(session);
  if (given.flag('json')) printJson(world, answer);
  else await show(answer, session);
  return exitCodes.done;
}

/** The first `limit` items, and whether there are more. */
export async function firstOf<Item>(
  items: AsyncIterable<Item>,
  limit: number,
): Promise<{ readonly items: readonly Item[]; readonly more: boolean }> {
  const first: Item[] = [];
  for await (const item of items) {
    if (first.length === limit) return { items: first, more: true };
    first.push(item);
  }
  return { items: first, more: false };
}
