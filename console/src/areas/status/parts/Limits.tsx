/** Every limit by its name, so that whoever is refused finds the number. */

import type { ReactNode } from 'react';

import { type TextKey, useLanguage, useText } from '../../../text/context.tsx';
import { inLanguage } from '../../../text/in-language.ts';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Section } from '../../../ui/Page.tsx';
import type { LimitView } from '../readings.ts';
import styles from './Limits.module.css';

const UNITS: Readonly<Partial<Record<string, TextKey>>> = {
  bytes: 'status.unit.bytes',
  characters: 'status.unit.characters',
  count: 'status.unit.count',
  ms: 'status.unit.ms',
  'per minute': 'status.unit.perMinute',
};

export function Limits({ limits }: { readonly limits: readonly LimitView[] }): ReactNode {
  const text = useText();
  const language = useLanguage();
  return (
    <Section title={text('status.limits')}>
      <p className={styles['lead']}>{text('status.limitsLead')}</p>
      <DataTable
        label={text('status.limits')}
        rows={limits}
        keyOf={({ name }) => name}
        columns={[
          { id: 'name', title: text('status.limit'), cell: ({ name }) => <code>{name}</code> },
          {
            id: 'value',
            title: text('status.value'),
            isNumber: true,
            cell: ({ value, unit }) => {
              const key = UNITS[unit];
              return key === undefined
                ? `${value.toLocaleString(language)} ${unit}`
                : text(key, { value });
            },
          },
          {
            id: 'meaning',
            title: text('status.meaning'),
            cell: ({ meaning }) => inLanguage(meaning, language),
          },
        ]}
      />
    </Section>
  );
}
