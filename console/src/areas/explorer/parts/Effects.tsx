/** What a transaction did to the ledger, row by row. A batch does ten thousand things: they are shown in portions. */

import type { ReactNode } from 'react';

import type { EffectView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Tag, type Tone } from '../../../ui/Banner.tsx';
import { type Column, DataTable } from '../../../ui/DataTable.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Empty } from '../../../ui/States.tsx';
import { readableEffect } from '../readable.ts';
import { PartsView } from './ValueView.tsx';

const PORTION = 25;
const TONES: Readonly<Record<EffectView['kind'], Tone>> = {
  put: 'plain',
  delete: 'attention',
  event: 'plain',
  result: 'plain',
};

export interface EffectsProps {
  readonly effects: readonly EffectView[];
  /** Of the outcome: what was refused has changed nothing but its charge. */
  readonly code: string;
}

export function Effects({ effects, code }: EffectsProps): ReactNode {
  const text = useText();
  const columns = useEffectColumns();
  return (
    <Section title={`${text('explorer.effects')} (${effects.length.toLocaleString()})`}>
      {effects.length === 0 ? (
        <Empty sentence={text(code === '' ? 'explorer.noEffects' : 'explorer.noEffectsRefused')} />
      ) : (
        <DataTable
          label={text('explorer.effects')}
          rows={effects}
          keyOf={({ number, key }) => number ?? key}
          columns={columns}
          portion={PORTION}
        />
      )}
    </Section>
  );
}

export function useEffectColumns(): readonly Column<EffectView>[] {
  const text = useText();
  return [
    { id: 'number', title: text('explorer.number'), cell: ({ number }) => number },
    {
      id: 'kind',
      title: text('explorer.kind'),
      cell: ({ kind }) => <Tag tone={TONES[kind]}>{text(`explorer.effect.${kind}`)}</Tag>,
    },
    {
      id: 'table',
      title: text('explorer.table'),
      cell: ({ contract, table }) => (
        <code>
          {contract}.{table}
        </code>
      ),
    },
    {
      id: 'key',
      title: text('explorer.key'),
      cell: (effect) => <PartsView parts={readableEffect(effect).key} />,
    },
    {
      id: 'value',
      title: text('explorer.value'),
      cell: (effect) => <PartsView parts={readableEffect(effect).value} />,
    },
  ];
}
