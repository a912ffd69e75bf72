/** What stands in the way of an upload, and how it goes on. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { ProblemText } from '../../../ui/States.tsx';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';
import type { RunState, UploadRun } from '../journal/upload-run.ts';

export interface ObstacleNoteProps {
  readonly run: UploadRun;
  readonly state: RunState;
}

export function ObstacleNote({ run, state: { obstacle } }: ObstacleNoteProps): ReactNode {
  const text = useText();
  if (obstacle === undefined) return null;
  const { kind, problem } = obstacle;
  switch (kind) {
    case 'again':
      return (
        <Banner tone="attention">
          <p>{text('batches.again')}</p>
          <ProblemText problem={problem} />
        </Banner>
      );
    case 'signed-out':
      return (
        <Banner tone="attention">
          <p>{text('batches.signedOut')}</p>
          <p>
            <Link href="/sign-in?to=%2Fbatches">{text('app.signIn')}</Link>
          </p>
        </Banner>
      );
    case 'elsewhere':
      return (
        <ProblemNote title={text('batches.elsewhere')} problem={problem}>
          <Button onClick={() => location.reload()}>{text('batches.reload')}</Button>
        </ProblemNote>
      );
    case 'journal':
      return <ProblemNote title={text('batches.journal')} problem={problem} />;
    case 'refused':
      return (
        <ProblemNote title={text('batches.refusedItems')} problem={problem}>
          {problem.errors.length > 0 && (
            <Button onClick={() => run.leaveOut()}>{text('batches.leaveOut')}</Button>
          )}
        </ProblemNote>
      );
  }
}
