/** What the forms of customers do, as commands of the command line; names are quoted for a POSIX shell. */

import { quoted } from '../../ui/call-texts.ts';
import { type CustomerDraft, endOfDay, type KeyDraft, readUnits } from './drafts.ts';

export function createCommand({ name, custody, ...draft }: CustomerDraft): string {
  const units = draft.isLimited ? readUnits(draft.units) : undefined;
  return [
    `customer create --name ${quoted(name)}`,
    ...(units === undefined ? [] : [`--quota ${String(units)}`]),
    ...(custody === 'own' ? ['--own-key public-key.pem'] : []),
    ...(draft.publicLookup ? [] : ['--no-public']),
    ...(draft.disclosed ? ['--disclosed'] : []),
  ].join(' ');
}

export interface Particulars {
  readonly name: string;
  readonly publicLookup: boolean;
  readonly disclosed: boolean;
}

export function changeCommand(id: string, to: Particulars): string {
  const publicLookup = to.publicLookup ? '--public' : '--no-public';
  const disclosed = to.disclosed ? '--disclosed' : '--no-disclosed';
  return `customer change --name ${quoted(to.name)} ${publicLookup} ${disclosed} ${id}`;
}

export function keyCommand(id: string, draft: KeyDraft): string {
  const expires = endOfDay(draft.lastDay);
  return [
    `key create --customer ${id} --name ${quoted(draft.name)}`,
    ...draft.scopes.map((scope) => `--scope ${scope}`),
    ...(expires === undefined ? [] : [`--expires ${expires}`]),
    ...(draft.kind === 'signature' ? ['--public-key public-key.pem'] : []),
  ].join(' ');
}
