/** `stele tx inbox`: what waits for somebody's signature, each read from its own bytes. */

import { askedParty } from '../assets/person.ts';
import { runReading } from '../assets/reading.ts';
import type { Session } from '../assets/session.ts';
import { summaryJson, summaryLines } from '../assets/show-summary.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';

export async function showInbox(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text, style } = invocation;
  const party = (session: Session): Promise<string> =>
    askedParty(invocation, session, given.operands[0]);
  return await runReading(invocation, {
    path: async (session) => `inbox?account=${encodeURIComponent(await party(session))}`,
    read: async (session) => {
      const { pending, malformed } = await session.assets.inbox(await party(session));
      const items = pending.map(({ summary, missing }) => ({ summary, missing }));
      return {
        items,
        malformed,
        toJSON: () => ({
          items: items.map(({ summary, missing }) => ({
            ...summaryJson(invocation, summary),
            missing,
          })),
          malformed,
        }),
      };
    },
    show: ({ items, malformed }) => {
      if (items.length === 0) printLine(world, text('inbox.empty'));
      for (const { summary, missing } of items) {
        printLine(world, style.strong(summary.id));
        for (const line of summaryLines(invocation, summary)) printLine(world, `  ${line}`);
        printLine(world, `  ${text('inbox.missing', { missing: missing.join(', ') })}`);
      }
      if (malformed > 0) world.err.write(`${text('inbox.malformed', { count: malformed })}\n`);
    },
  });
}
