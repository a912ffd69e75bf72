/** A value of the ledger as readers see it: hashes shortened, accounts as links, the rest as it is. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { HashText } from '../../../ui/HashText.tsx';
import type { Part, Readable } from '../readable.ts';
import { PrincipalText } from '../../../ui/ChainLinks.tsx';
import styles from './ValueView.module.css';

export interface ValueViewProps {
  readonly value: Readable;
  /** What it is, for readers of a screen. */
  readonly name: string;
}

export function ValueView({ value, name }: ValueViewProps): ReactNode {
  switch (value.kind) {
    case 'list':
      return <ListView items={value.items} name={name} />;
    case 'map':
      return <MapView value={value} />;
    case 'hash':
      return <HashText value={value.hex} what={name} />;
    case 'account':
      return <PrincipalText text={value.account} />;
    default:
      return <Word value={value} />;
  }
}

type PlainValue = Extract<Readable, { kind: 'nothing' | 'text' | 'number' | 'truth' }>;

function Word({ value }: { readonly value: PlainValue }): ReactNode {
  const text = useText();
  switch (value.kind) {
    case 'nothing':
      return <span className={styles['nothing']}>{text('ui.none')}</span>;
    case 'text':
      return <code className={styles['text']}>{value.text === '' ? '""' : value.text}</code>;
    case 'number':
      return <span className={styles['number']}>{value.value}</span>;
    case 'truth':
      return text(value.value ? 'explorer.yes' : 'explorer.no');
  }
}

function ListView({
  items,
  name,
}: {
  readonly items: readonly Readable[];
  readonly name: string;
}): ReactNode {
  return (
    <ol className={styles['list']}>
      {items.map((item, i) => (
        <li key={i}>
          <ValueView value={item} name={`${name} ${String(i)}`} />
        </li>
      ))}
    </ol>
  );
}

function MapView({ value }: { readonly value: Extract<Readable, { kind: 'map' }> }): ReactNode {
  return (
    <dl className={styles['map']}>
      {value.fields.map((field) => (
        <div key={field.name}>
          <dt>
            <code>{field.name}</code>
          </dt>
          <dd>
            <ValueView value={field.value} name={field.name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const SHORT = 24;
const SEVERAL = 2;

/** The named parts of a row's key or value. */
export function PartsView({ parts }: { readonly parts: readonly Part[] }): ReactNode {
  const text = useText();
  if (parts.length === 0) return <span className={styles['nothing']}>{text('ui.none')}</span>;
  return (
    <ul className={styles['parts']}>
      {parts.map(({ name, value }) => (
        <li key={name}>
          <span className={styles['name']}>{text(`explorer.part.${name}`)}</span>{' '}
          <PartValue value={value} name={text(`explorer.part.${name}`)} />
        </li>
      ))}
    </ul>
  );
}

/** In a table there is no room for a whole id, or for a row of several values: those are opened. */
function PartValue({ value, name }: ValueViewProps): ReactNode {
  const text = useText();
  const count = sizeOf(value);
  if (count > SEVERAL) {
    return (
      <details className={styles['folded']}>
        <summary>{text('explorer.values', { count })}</summary>
        <ValueView value={value} name={name} />
      </details>
    );
  }
  if (value.kind !== 'text' || value.text.length <= SHORT) {
    return <ValueView value={value} name={name} />;
  }
  return <HashText value={value.text} what={name} copyable={false} />;
}

function sizeOf(value: Readable): number {
  if (value.kind === 'list') return value.items.length;
  return value.kind === 'map' ? value.fields.length : 1;
}
