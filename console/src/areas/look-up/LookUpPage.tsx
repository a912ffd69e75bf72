/**
 * What codes on certificates lead to, for a judge with a phone: whether and when something was recorded, without signing in. A file is
 * hashed here and does not leave.
 */

import { toHex } from '@stele/base';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useLocation, useSearch } from 'wouter';

import { hashFile } from '../../proof/hash/hash-file.ts';
import { useText } from '../../text/context.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { useWindowDrop } from '../../ui/window-drop.ts';
import styles from './LookUpPage.module.css';
import { PublicRecordFacts } from './PublicRecordFacts.tsx';
import { usePublicRecords, type Wanted } from './queries.ts';
import { searchOf, wantedFrom, wantedIn } from './wanted.ts';

const SHA_256 = 1;

export function LookUpPage(): ReactNode {
  const text = useText();
  const wanted = wantedIn(useSearch());
  return (
    <Page
      title={text('lookUp.title')}
      lead={text('lookUp.lead')}
      call={{
        method: 'GET',
        path: '/v1/public/evidence',
        query: wanted ?? { digest: 'sha-256:…' },
        isOpen: true,
      }}
    >
      <Section title={text('lookUp.question')}>
        <Questions />
      </Section>
      {wanted !== undefined && <Answers wanted={wanted} />}
    </Page>
  );
}

function Questions(): ReactNode {
  const text = useText();
  const [, go] = useLocation();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string>();
  const ask = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = wantedFrom(typed);
    setFault(wanted === undefined ? text('lookUp.fault') : undefined);
    // The answer to another question would stand below this one.
    go(wanted === undefined ? '/look-up' : searchOf(wanted));
  };
  return (
    <div className={styles['questions']}>
      <form onSubmit={ask} className={styles['typed']}>
        <Field
          label={text('lookUp.typed')}
          help={text('lookUp.typedHelp')}
          fault={fault}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button type="submit" look="primary">
          {text('lookUp.ask')}
        </Button>
      </form>
      <FileQuestion />
    </div>
  );
}

function FileQuestion(): ReactNode {
  const text = useText();
  const [, go] = useLocation();
  const hash = useMutation({
    mutationFn: (file: File) => hashFile(file, [SHA_256]),
    onSuccess: (digests) =>
      go(searchOf({ digest: `sha-256:${toHex(digests.get(SHA_256) ?? new Uint8Array())}` })),
  });
  const take = (files: Iterable<File>): void => {
    const [file] = files;
    if (file !== undefined) hash.mutate(file);
  };
  const isOver = useWindowDrop(({ files }) => take(files));
  return (
    <div className={isOver ? styles['over'] : styles['file']}>
      <h3>{text('lookUp.file')}</h3>
      <p>{text('lookUp.fileHelp')}</p>
      <FileButton label={text('ui.chooseFile')} onFiles={take} />
      {hash.isPending && <Banner tone="plain">{text('lookUp.hashing')}</Banner>}
      {hash.isError && <Banner tone="failed">{text('lookUp.fileFault')}</Banner>}
    </div>
  );
}

function Answers({ wanted }: { readonly wanted: Wanted }): ReactNode {
  const text = useText();
  const found = usePublicRecords(wanted);
  return (
    <Answered of={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Section title={text('lookUp.nothing')}>
            <Empty sentence={text('lookUp.nothingHelp')} />
          </Section>
        ) : (
          <>
            <Banner tone="ok">{text('lookUp.found', { count: items.length })}</Banner>
            {items.map((record) => (
              <Section key={`${record.transaction}${record.id}`} title={record.id}>
                <PublicRecordFacts record={record} />
              </Section>
            ))}
          </>
        )
      }
    </Answered>
  );
}
