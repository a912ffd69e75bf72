/** `stele evidence show`. */

import { evidencePath } from '../client/paths.ts';
import { runCall } from '../client/run-call.ts';
import { type Invocation, printLine } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { idIn } from '../given-values.ts';
import { type RecordView, recordLines } from './record-view.ts';

export async function showEvidence(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const id = idIn('record', given.operands[0] ?? '');
  const call = { method: 'GET', path: `${evidencePath}/${id}` } as const;
  return await runCall(invocation, call, (answer) => {
    const record = answer as RecordView | AcceptedView;
    const lines =
      record.status === 'committed'
        ? recordLines(invocation, record)
        : [text('evidenceShow.accepted', { id })];
    for (const line of lines) printLine(world, line);
  });
}

/** Taken in, and not on the chain yet. */
interface AcceptedView {
  readonly id: string;
  readonly status: 'accepted' | 'ordered';
}
