/** Fields that the ledger answers by itself: digest (also taken from a file, hashed here), transaction, what superseded a record, id. */

import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';

import { DigestOfFile } from '../../../proof/hash/DigestOfFile.tsx';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { RECORD_ID } from '../record.ts';
import type { Draft } from './SearchForm.tsx';
import styles from './SearchForm.module.css';

export interface LookUpFieldsProps {
  readonly draft: Draft;
  readonly onDigest: (digest: string) => void;
}

export function LookUpFields({ draft, onDigest }: LookUpFieldsProps): ReactNode {
  const text = useText();
  return (
    <fieldset className={styles['lookUp']}>
      <legend>{text('records.lookUp')}</legend>
      <p className={styles['help']}>{text('records.lookUpHelp')}</p>
      <div className={styles['fields']}>
        <div>
          <Field
            label={text('records.digest')}
            help={text('records.digestHelp')}
            spellCheck={false}
            {...draft('digest')}
          />
          <DigestOfFile onDigest={(digest) => onDigest(`sha-256:${digest}`)} />
        </div>
        <Field label={text('records.transaction')} spellCheck={false} {...draft('transaction')} />
        <IdField />
        <Field label={text('records.supersedes')} spellCheck={false} {...draft('supersedes')} />
      </div>
    </fieldset>
  );
}

/** A record's page has its id for an address: nothing is searched. */
function IdField(): ReactNode {
  const text = useText();
  const [, go] = useLocation();
  const [id, setId] = useState('');
  const [isFaulty, setFaulty] = useState(false);
  const open = (): void => {
    const wanted = id.trim().toLowerCase();
    setFaulty(!RECORD_ID.test(wanted));
    if (RECORD_ID.test(wanted)) go(`/records/${wanted}`);
  };
  return (
    <div className={styles['id']}>
      <Field
        label={text('records.id')}
        value={id}
        spellCheck={false}
        fault={isFaulty ? text('records.fault.id') : undefined}
        onChange={({ target }) => setId(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          open();
        }}
      />
      <Button onClick={open}>{text('records.idOpen')}</Button>
    </div>
  );
}
