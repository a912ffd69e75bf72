/** The first minute: drop a file, watch it recorded and verified, break it, take it away. */

import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useLocation } from 'wouter';

import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { type Call, CallDrawer } from '../../ui/CallDrawer.tsx';
import { useTitle } from '../../ui/Page.tsx';
import { Loading } from '../../ui/States.tsx';
import { FILES_MAX, handOver } from '../batches/handed-over.ts';
import type { Dropped } from '../../ui/dropped.ts';
import { FileTarget } from '../../ui/FileTarget.tsx';
import { RunHead } from './parts/RunHead.tsx';
import { RunQueue } from './parts/RunQueue.tsx';
import { SignInPrompt } from './parts/SignInPrompt.tsx';
import { type FileRun, RUNS_MAX } from './run/run.ts';
import { requestOf } from './run/steps.ts';
import { type Right, useFileRuns } from './run/use-file-runs.ts';
import styles from './StartPage.module.css';

/** Loaded with the first file: who only looks at the page does not need it. */
const RunProof = lazy(async () => ({
  default: (await import('./parts/RunProof.tsx')).RunProof,
}));

/** As many as Batches takes, so that they can be handed over. */
const DROP = { isDeep: false, filesMax: FILES_MAX } as const;

export function StartPage(): ReactNode {
  const text = useText();
  const { runs, state, right } = useFileRuns();
  const [surplus, setSurplus] = useState<Dropped>();
  useTitle(text('nav.start'));
  const shown = state.runs.find(({ id }) => id === state.shown) ?? state.runs.at(-1);
  const drop = (dropped: Dropped): void => {
    const isTooMany = dropped.files.length > RUNS_MAX;
    setSurplus(isTooMany || dropped.folders.length > 0 ? dropped : undefined);
    if (!isTooMany) runs.add(dropped.files);
  };
  return (
    <article className={styles['page']}>
      <Target isSmall={shown !== undefined} onDropped={drop} />
      {surplus !== undefined && <Surplus dropped={surplus} />}
      <WaitingForSession runs={state.runs} right={right} />
      {state.runs.length > 1 && (
        <RunQueue
          runs={state.runs}
          shown={shown?.id}
          onShow={(id) => runs.show(id)}
          onClear={() => runs.clear()}
        />
      )}
      {shown !== undefined && (
        <ShownRun key={shown.id} run={shown} onRetry={() => runs.retry(shown.id)} />
      )}
    </article>
  );
}

interface TargetProps {
  /** There is something to see below. */
  readonly isSmall: boolean;
  readonly onDropped: (dropped: Dropped) => void;
}

function Target({ isSmall, onDropped }: TargetProps): ReactNode {
  const text = useText();
  const sample = (): void => {
    const name = text('start.sampleName');
    const file = new File([text('start.sampleText')], name);
    onDropped({ files: [{ name, file }], folders: [], isCut: false });
  };
  return (
    <FileTarget
      isTitle
      isSmall={isSmall}
      title={text(isSmall ? 'start.another' : 'start.title')}
      help={isSmall ? undefined : text('start.how')}
      onDropped={onDropped}
      options={DROP}
    >
      <Button onClick={sample}>{text('start.sample')}</Button>
    </FileTarget>
  );
}

interface WaitingForSessionProps {
  readonly runs: readonly FileRun[];
  readonly right: Right;
}

function WaitingForSession({ runs, right }: WaitingForSessionProps): ReactNode {
  const isWaiting = runs.some(({ digests, record }) => digests && record === undefined);
  if (!isWaiting || right === 'may' || right === 'unknown') return null;
  const isEnded = runs.some(({ trouble }) => trouble?.problem.status === 401);
  return <SignInPrompt right={right} isEnded={isEnded} />;
}

function ShownRun({
  run,
  onRetry,
}: {
  readonly run: FileRun;
  readonly onRetry: () => void;
}): ReactNode {
  const { record, receipt, verdict, digests } = run;
  return (
    <>
      <RunHead
        run={run}
        onRetry={onRetry}
        actions={digests !== undefined && <CallDrawer call={callOf(run)} />}
      />
      {record !== undefined && receipt !== undefined && verdict !== undefined && (
        <Suspense fallback={<Loading rows={6} />}>
          <RunProof run={run} record={record} receipt={receipt} verdict={verdict} />
        </Suspense>
      )}
    </>
  );
}

/** The same with the reader's own values. */
function callOf(run: FileRun): Call {
  return {
    method: 'POST',
    path: '/v1/evidence',
    query: { include: 'receipt' },
    body: requestOf(run),
    command: `notarize '${run.name.replaceAll("'", `'\\''`)}'`,
  };
}

/** What this page did not take, and where it is taken. */
function Surplus({ dropped: { files, folders } }: { readonly dropped: Dropped }): ReactNode {
  const text = useText();
  const [, go] = useLocation();
  const [folder] = folders;
  return (
    <>
      {files.length > RUNS_MAX && (
        <Banner tone="attention">
          <p>{text('start.tooMany', { count: files.length, max: RUNS_MAX })}</p>
          <p className={styles['act']}>
            <Button
              look="primary"
              onClick={() => {
                handOver(files);
                go('/batches');
              }}
            >
              {text('start.toBatches')}
            </Button>
          </p>
        </Banner>
      )}
      {folder !== undefined && (
        <Banner tone="attention">
          <p>{text('start.folder', { name: folder })}</p>
          <p className={styles['act']}>
            <Button onClick={() => go('/batches')}>{text('start.openBatches')}</Button>
          </p>
        </Banner>
      )}
    </>
  );
}
