/** `stele tx show`: a transaction of the log, or one that still waits for signatures. */

import { isCoded } from '@stele/base';
import type { TransactionView } from '@stele/protocol';
import type { Summary } from '@stele/sdk';

import { madeLines } from '../assets/outcome.ts';
import { runReading } from '../assets/reading.ts';
import type { Session } from '../assets/session.ts';
import { deedLines, summaryJson, summaryLines } from '../assets/show-summary.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { localTime } from '../terminal/local-time.ts';
import { countText } from '../terminal/quantities.ts';
import { factLines } from '../terminal/table.ts';
import { trouble } from '../trouble.ts';

export async function showTransaction(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const [id = ''] = given.operands;
  if (!/^[0-9a-f]{64}$/.test(id)) throw trouble('TRANSACTION_ID_MALFORMED', { value: id });
  return await runReading<Shown>(invocation, {
    path: () => `transactions/${id}`,
    read: (session) => shownOf(invocation, session, id),
    show: ({ lines }) => {
      for (const line of lines) printLine(invocation.world, line);
    },
  });
}

interface Shown {
  readonly lines: readonly string[];
  readonly toJSON: () => object;
}

async function shownOf(invocation: Invocation, session: Session, id: string): Promise<Shown> {
  const committed = await committedOf(session, id);
  if (committed !== undefined) {
    const summary = await session.assets.recorded(committed);
    return { lines: committedLines(invocation, committed, summary), toJSON: () => committed };
  }
  const { summary, missing } = await session.assets.pending(id);
  const json = { ...summaryJson(invocation, summary), status: 'collecting', missing };
  const waits = invocation.text('inbox.missing', { missing: missing.join(', ') });
  return { lines: [...summaryLines(invocation, summary), waits], toJSON: () => json };
}

async function committedOf({ ledger }: Session, id: string): Promise<TransactionView | undefined> {
  try {
    return await ledger.transport.transaction(id);
  } catch (error) {
    if (isCoded(error, 'TRANSACTION_UNKNOWN')) return undefined;
    throw error;
  }
}

function committedLines(
  invocation: Invocation,
  view: TransactionView,
  summary: Summary,
): readonly string[] {
  const { text } = invocation;
  const { id, height, index, committedAt, code, payer, status } = view;
  const outcome = code === '' ? text(`txStatus.${status}`) : text('tx.refused', { code });
  return [
    ...factLines([
      [text('tx.idLabel'), id],
      [text('tx.outcomeLabel'), outcome],
      [text('tx.blockLabel'), `${countText(height)} (${localTime(Date.parse(committedAt))})`],
      [text('tx.indexLabel'), countText(index)],
      [text('tx.signersLabel'), summary.signers.join(', ')],
      [text('tx.payerLabel'), payer],
    ]),
    ...(code === '' ? [] : [text('tx.wouldHave')]),
    ...deedLines(invocation, summary),
    ...(code === '' ? madeLines(invocation, summary, index) : []),
    ...(summary.gaps.length === 0 ? [] : view.calls.map(callLine)),
  ];
}

/** As it stands there, for whoever knows a contract that this program does not. */
function callLine({ contract, method, args }: TransactionView['calls'][number]): string {
  return `${contract}.${method} ${JSON.stringify(args)}`;
}
