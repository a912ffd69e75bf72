/** What is searched for. The address bar is the truth; the form is a draft of the next address. */

import { type ReactNode, type SyntheticEvent, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import {
  digestSearched,
  faultsOf,
  localTimeOf,
  type RecordSearch,
  type SearchField,
  timeSearched,
} from '../search-query.ts';
import { LookUpFields } from './LookUpFields.tsx';
import styles from './SearchForm.module.css';

export interface SearchFormProps {
  readonly search: RecordSearch;
  /** Shows the look-up open: search itself is away. */
  readonly isAway: boolean;
  readonly onSearch: (search: RecordSearch) => void;
}

/** What the address takes for what was typed into a field. */
const READ: Readonly<Partial<Record<SearchField, (typed: string) => string>>> = {
  from: timeSearched,
  to: timeSearched,
  digest: digestSearched,
  transaction: (typed) => typed.trim().toLowerCase(),
  supersedes: (typed) => typed.trim().toLowerCase(),
};

export type Draft = (field: SearchField) => {
  readonly name: string;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (event: { readonly target: { readonly value: string } }) => void;
};

export function SearchForm({ search, isAway, onSearch }: SearchFormProps): ReactNode {
  const text = useText();
  const [typed, setTyped] = useState(() => typedOf(search));
  const [faults, setFaults] = useState(() => faultsOf(search));
  const change = (field: SearchField, value: string): void =>
    setTyped((now) => ({ ...now, [field]: value }));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const wanted = wantedOf(typed);
    const found = faultsOf(wanted);
    setFaults(found);
    if (found.length === 0) onSearch(wanted);
  };
  const draft: Draft = (field) => ({
    name: field,
    value: typed[field] ?? '',
    fault: faults.includes(field) ? text(`records.fault.${field}`) : undefined,
    onChange: ({ target }) => change(field, target.value),
  });
  const isFiltered = Object.values(search).some((value) => value !== '');
  const hasMore = Object.entries(search).some(([field, value]) => field !== 'q' && value !== '');
  return (
    <form role="search" className={styles['form']} onSubmit={submit} noValidate>
      <div className={styles['main']}>
        <Field label={text('records.q')} type="search" {...draft('q')} />
        <div className={styles['buttons']}>
          <Button look="primary" type="submit">
            {text('records.search')}
          </Button>
          {isFiltered && <Button onClick={() => onSearch({})}>{text('records.clear')}</Button>}
        </div>
      </div>
      <details open={hasMore || isAway}>
        <summary>{text('records.more')}</summary>
        <div className={styles['fields']}>
          <Field label={text('records.reference')} {...draft('reference')} />
          <Field label={text('records.kind')} {...draft('kind')} />
          <Field
            label={text('records.from')}
            type="datetime-local"
            step={1}
            help={text('records.timeHelp')}
            {...draft('from')}
          />
          <Field label={text('records.to')} type="datetime-local" step={1} {...draft('to')} />
        </div>
        <LookUpFields draft={draft} onDigest={(digest) => change('digest', digest)} />
      </details>
    </form>
  );
}

type Typed = Readonly<Partial<Record<SearchField, string>>>;

function typedOf(search: RecordSearch): Typed {
  return { ...search, from: localTimeOf(search.from), to: localTimeOf(search.to) };
}

function wantedOf(typed: Typed): RecordSearch {
  const read = Object.entries(typed).map(([field, value]) => {
    const own = READ[field as SearchField];
    return [field, own === undefined ? value.trim() : own(value)] as const;
  });
  return Object.fromEntries(read.filter(([, value]) => value !== ''));
}
