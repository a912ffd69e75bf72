/** Attributes of an output or fields of its state, each with its name; a time is one only by what the class says of it. */

import { classForm } from '@stele/sdk';
import type { ReactNode } from 'react';

import type { JsonObject, JsonValue } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { ValueView } from '../../explorer/parts/ValueView.tsx';
import { readable } from '../../explorer/readable.ts';
import styles from '../Assets.module.css';
import { useClass } from '../queries.ts';
import { PartyLink } from './PartyLink.tsx';

/** By name of an attribute or field. */
export type Types = ReadonlyMap<string, string>;

/** Of a class, by its id; empty until it is known. */
export function useTypes(ofClass: string): Types {
  const { data } = useClass(ofClass);
  if (data === undefined) return new Map();
  const { attributes, fields } = classForm(data.definition);
  return new Map([...attributes, ...fields].map(({ name, type }) => [name, type]));
}

export interface AttributesProps {
  readonly of: JsonObject;
  readonly types: Types;
}

export function Attributes({ of: values, types }: AttributesProps): ReactNode {
  const text = useText();
  const entries = Object.entries(values);
  if (entries.length === 0) return <span className={styles['soft']}>{text('ui.none')}</span>;
  return (
    <dl className={styles['values']}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt className={styles['soft']}>
            <code>{name}</code>
          </dt>
          <dd>
            <Value name={name} value={value} type={types.get(name)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface ValueProps {
  readonly name: string;
  readonly value: JsonValue;
  readonly type: string | undefined;
}

function Value({ name, value, type }: ValueProps): ReactNode {
  if (type === 'time' && typeof value === 'number') {
    return <TimeText at={new Date(value).toISOString()} />;
  }
  if (type === 'account' && typeof value === 'string') return <PartyLink party={value} />;
  return <ValueView value={readable(value)} name={name} />;
}
