/** Batches: many files or a list of digests, recorded together. */

import { type ReactNode, useEffect, useId, useState } from 'react';

import { type Text, useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Page } from '../../ui/Page.tsx';
import { Gate } from '../../ui/Gate.tsx';
import { takeHandedOver } from './handed-over.ts';
import { FilesSource } from './parts/FilesSource.tsx';
import { ListSource } from './parts/ListSource.tsx';
import { PastUploads } from './parts/PastUploads.tsx';
import { RunPanel } from './parts/RunPanel.tsx';
import styles from './parts/Sources.module.css';
import { uploads } from './uploads.ts';
import { useUploads } from './use-uploads.ts';

const EXAMPLE = { digests: { 'sha-256': '…' }, name: '…', reference: '…' } as const;

export function BatchesPage(): ReactNode {
  const text = useText();
  return (
    <Page
      title={text('batches.title')}
      lead={text('batches.lead')}
      call={{ method: 'POST', path: '/v1/evidence/batches', body: { items: [EXAMPLE] } }}
    >
      <Gate scope="evidence:write">
        <Batches />
      </Gate>
    </Page>
  );
}

type Source = 'files' | 'list';

function Batches(): ReactNode {
  const text = useText();
  const state = useUploads();
  const [source, setSource] = useState<Source>('files');
  const { current, isKept } = state;
  useEffect(() => beginHandedOver(text), [text]);
  return (
    <>
      {isKept === false && <Banner tone="attention">{text('batches.notKept')}</Banner>}
      {current !== undefined && <RunPanel run={current} />}
      {current === undefined && <SourceChoice source={source} onChange={setSource} />}
      {current?.state().upload.kind === 'files' && <FilesSource isSmall />}
      {current === undefined && (source === 'files' ? <FilesSource /> : <ListSource />)}
      <PastUploads state={state} />
    </>
  );
}

/** Files that the first page found too many. */
function beginHandedOver(text: Text): void {
  const files = takeHandedOver();
  if (files.length === 0) return;
  void uploads.beginFiles(files, text('batches.filesTitle', { count: files.length }));
}

interface SourceChoiceProps {
  readonly source: Source;
  readonly onChange: (source: Source) => void;
}

function SourceChoice({ source, onChange }: SourceChoiceProps): ReactNode {
  const text = useText();
  const id = useId();
  return (
    <fieldset className={styles['choices']}>
      <legend className="visually-hidden">{text('batches.source')}</legend>
      {(['files', 'list'] as const).map((one) => (
        <span key={one}>
          <input
            id={`${id}-${one}`}
            type="radio"
            name={id}
            className="visually-hidden"
            checked={source === one}
            onChange={() => onChange(one)}
          />
          <label htmlFor={`${id}-${one}`}>{text(`batches.${one}`)}</label>
        </span>
      ))}
    </fieldset>
  );
}
