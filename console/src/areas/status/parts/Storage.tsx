/** Free space with the two thresholds that matter, and what takes how much. */

import type { ReactNode } from 'react';

import { sizeText } from '../../../proof/words.ts';
import { useLanguage, useText } from '../../../text/context.tsx';
import { Banner, Tag } from '../../../ui/Banner.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Section } from '../../../ui/Page.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { shareOf, type StorageView, toneOfStorage } from '../readings.ts';
import styles from './Storage.module.css';

export function Storage({ storage }: { readonly storage: StorageView }): ReactNode {
  const text = useText();
  return (
    <Section
      title={text('status.storage')}
      actions={<Tag tone={toneOfStorage(storage)}>{text(`status.storage.${storage.state}`)}</Tag>}
    >
      <div className={styles['storage']}>
        {storage.totalBytes === 0 ? (
          <p>{text('status.unknownSpace')}</p>
        ) : (
          <SpaceBar storage={storage} />
        )}
        {storage.state !== 'ok' && (
          <Banner tone={toneOfStorage(storage)}>{text('status.makeSpace')}</Banner>
        )}
        <Folder storage={storage} />
      </div>
    </Section>
  );
}

function SpaceBar({ storage }: { readonly storage: StorageView }): ReactNode {
  const text = useText();
  const language = useLanguage();
  const { freeBytes, totalBytes, warnAtBytes, refuseAtBytes, state } = storage;
  const { used, warn, refuse } = shareOf(storage);
  const free = text('status.free', {
    free: sizeText(freeBytes, language),
    total: sizeText(totalBytes, language),
  });
  return (
    <div>
      <p className={styles['free']}>{free}</p>
      <div
        role="meter"
        aria-label={text('status.space')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(used)}
        aria-valuetext={free}
        className={styles['bar']}
      >
        <span
          className={`${styles['used'] ?? ''} ${styles[state] ?? ''}`}
          style={{ width: `${String(used)}%` }}
        />
        <span className={styles['mark']} style={{ left: `${String(warn)}%` }} />
        <span
          className={`${styles['mark'] ?? ''} ${styles['hard'] ?? ''}`}
          style={{ left: `${String(refuse)}%` }}
        />
      </div>
      <ul className={styles['legend']}>
        <li>
          <span className={styles['mark']} aria-hidden="true" />
          {text('status.warnAt', { bytes: sizeText(warnAtBytes, language) })}
        </li>
        <li>
          <span className={`${styles['mark'] ?? ''} ${styles['hard'] ?? ''}`} aria-hidden="true" />
          {text('status.refuseAt', { bytes: sizeText(refuseAtBytes, language) })}
        </li>
      </ul>
    </div>
  );
}

function Folder({ storage }: { readonly storage: StorageView }): ReactNode {
  const text = useText();
  const language = useLanguage();
  const parts = storage.parts.toSorted((a, b) => b.bytes - a.bytes);
  return (
    <div>
      <h3>{text('status.folder')}</h3>
      <DataTable
        label={text('status.folder')}
        rows={parts}
        keyOf={({ name }) => name}
        columns={[
          {
            id: 'name',
            title: text('status.folderPart'),
            cell: ({ name }) => <code>{name}</code>,
          },
          {
            id: 'bytes',
            title: text('status.size'),
            isNumber: true,
            cell: ({ bytes }) => sizeText(bytes, language),
          },
        ]}
      />
      <p className={styles['measured']}>
        {text('status.measuredAt')} <TimeText at={storage.measuredAt} />{' '}
        {!storage.isWhole && text('status.notWhole')}
      </p>
    </div>
  );
}
