/**
 * Assets for a program: classes by name, what somebody has, where it came from, and what a transaction does before it is signed. Calls are
 * made by calls.ts and payment.ts.
 */

import type {
  BalancesView,
  LedgerApi,
  OutputView,
  Page,
  PageQuery,
  Signer,
  TraceStep,
  TransactionView,
} from '@stele/protocol';
import { rejection } from '@stele/base';
import { decodeBody } from '@stele/protocol';
import type { Collecting } from '@stele/protocol';
import type { Ledger } from '../ledger.ts';
import type { Draft } from '../transaction/draft.ts';
import type { Submitted, WaitOptions } from '../transaction/submit.ts';
import { classIdOf, classNameText } from './class-name.ts';
import type { ClassName } from './class-name.ts';
import type { ClassForm, ClassId, HoldForm } from './forms.ts';
import { classesOf, learn, NO_KNOWLEDGE } from './knowledge.ts';
import { classesOfOwner } from './mentioned.ts';
import { inboxOf, readPending, signPending } from './pending.ts';
import type { Pending } from './pending.ts';
import { provenClass } from './proven-class.ts';
import { readRecorded } from './recorded.ts';
import { exitStatements } from './summary/describe-hold.ts';
import type { Statement } from './summary/statement.ts';
import { summarise } from './summary/summarise.ts';
import type { Summary } from './summary/summarise.ts';

export interface OutputFilter {
  /** Of one class only. */
  readonly class?: ClassId;
}

export interface AssetsClient {
  /** The definition of a class as the log proves it. CLASS_UNKNOWN, CLASS_UNPROVEN. */
  readonly definition: (name: ClassName) => Promise<ClassForm>;
  readonly balances: (account: string, atHeight?: number) => Promise<BalancesView>;
  /** All live outputs that count for an account, page after page. */
  readonly outputs: (account: string, filter?: OutputFilter) => AsyncGenerator<OutputView>;
  /** All live holds with an exit that an account may take. */
  readonly holds: (account: string) => AsyncGenerator<OutputView>;
  readonly trace: (output: string, direction: 'back' | 'forward') => AsyncGenerator<TraceStep>;
  /** A hold's exits, each a sentence. */
  readonly exitsInWords: (hold: HoldForm) => Promise<readonly Statement[]>;
  /** What a draft does, whoever built it. */
  readonly summary: (draft: Pick<Draft, 'body'>) => Promise<Summary>;
  /** What a transaction of the log did; of a refused one, what it would have done. */
  readonly recorded: (view: Pick<TransactionView, 'id' | 'index'>) => Promise<Summary>;
  readonly inbox: (account: string) => ReturnType<typeof inboxOf>;
  readonly pending: (id: string) => Promise<Pending>;
  readonly signPending: (
    pending: Pending,
    signers: readonly Signer[],
    options?: WaitOptions,
  ) => Promise<Submitted | Collecting>;
}

export function assetsClient(ledger: Ledger): AssetsClient {
  const { chain, transport } = ledger;
  return {
    definition: (name) => definition(ledger, name),
    balances: (account, atHeight) =>
      transport.balances({ account, ...(atHeight === undefined ? {} : { atHeight }) }),
    outputs: (account, filter = {}) =>
      everyItem((page) => transport.outputs({ account, ...filter, ...page })),
    holds: (account) => everyItem((page) => transport.holds({ account, ...page })),
    trace: (output, direction) =>
      everyItem((page) => transport.trace({ output, direction, ...page })),
    exitsInWords: async (hold) => {
      const classes = await classesOf({ chain, transport }, classesOfOwner({ hold }));
      return exitStatements({ ...NO_KNOWLEDGE, classes }, hold);
    },
    summary: async ({ body }) =>
      summarise(chain, body, await learn({ chain, transport }, decodeBody(body))),
    recorded: (view) => readRecorded({ chain, transport }, view),
    inbox: (account) => inboxOf({ chain, transport }, account),
    pending: (id) => readPending({ chain, transport }, id),
    signPending: (pending, signers, options) => signPending(ledger, pending, signers, options),
  };
}

async function definition(
  { chain, transport }: { readonly chain: Ledger['chain']; readonly transport: LedgerApi },
  name: ClassName,
): Promise<ClassForm> {
  const found = await provenClass(chain, transport, classIdOf(name));
  if (found !== undefined) return found;
  const text = classNameText(name);
  throw rejection('CLASS_UNKNOWN', `there is no class ${text}, or nothing proves it yet`, {
    action: 'See which classes there are: stele asset list',
    data: { class: text },
  });
}

/** Items page after page. A node that answers with the cursor it was given would be asked for ever. */
export async function* everyItem<Item>(
  read: (page: PageQuery) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  for (;;) {
    const page = await read(cursor === undefined ? {} : { cursor });
    yield* page.items;
    if (page.nextCursor === null || page.nextCursor === cursor) return;
    cursor = page.nextCursor;
  }
}
