/** The parts of a definition in the reader's language. */

import { HOLDER } from '@stele/contracts';
import {
  type ClassForm,
  type LimitsForm,
  limitsInWords,
  movesInWords,
  type Scale,
  type StepForm,
} from '@stele/sdk';
import type { ReactNode } from 'react';

import { useLanguage, useText } from '../../../text/context.tsx';
import { inLanguage } from '../../../text/in-language.ts';
import { Tag } from '../../../ui/Banner.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import styles from '../Assets.module.css';
import { Sentences } from '../signing/Sentences.tsx';
import { PartyLink } from './PartyLink.tsx';

interface OfDefinition {
  readonly of: ClassForm;
}

/** Who may do what. */
export function Rules({ of: definition }: OfDefinition): ReactNode {
  const text = useText();
  const language = useLanguage();
  return (
    <ul className={styles['rules']}>
      {movesInWords(definition).map(({ move, words, who }) => (
        <li key={move}>
          <strong>{inLanguage(words, language)}</strong>
          <Tag tone={who === undefined ? 'plain' : 'ok'}>
            {text(who === undefined ? 'assets.forbidden' : 'assets.allowed')}
          </Tag>
          <span className={who === undefined ? styles['soft'] : undefined}>
            {who === undefined ? text('assets.nobody') : inLanguage(who, language)}
          </span>
        </li>
      ))}
    </ul>
  );
}

export interface LimitsProps {
  readonly of: LimitsForm;
  readonly scale: Scale;
}

export function Limits({ of: limits, scale }: LimitsProps): ReactNode {
  const text = useText();
  const sentences = limitsInWords(limits, scale);
  if (sentences.length === 0) return <p className={styles['soft']}>{text('assets.noLimits')}</p>;
  return <Sentences of={sentences.map((sentence) => ({ text: sentence, details: [] }))} />;
}

export function Roles({ of: { roles } }: OfDefinition): ReactNode {
  return <Facts items={roles.map(({ name, is }) => [name, <PartyLink key={name} party={is} />])} />;
}

export function Attributes({ of: { attributes, set } }: OfDefinition): ReactNode {
  const text = useText();
  return (
    <>
      <DataTable
        label={text('assets.attributes')}
        rows={attributes}
        keyOf={({ name }) => name}
        columns={[
          { id: 'name', title: text('assets.name'), cell: ({ name }) => <code>{name}</code> },
          { id: 'type', title: text('assets.type'), cell: ({ type }) => <code>{type}</code> },
        ]}
      />
      <p className={styles['soft']}>{text('assets.attributesHelp')}</p>
      {set !== null && (
        <p className={styles['soft']}>
          {text('assets.setHelp', { by: set.by, member: set.member })}
        </p>
      )}
    </>
  );
}

export function Steps({ of: { steps } }: OfDefinition): ReactNode {
  const text = useText();
  const namesOf = (by: StepForm['by']): string =>
    by.map((name) => (name === HOLDER ? text('assets.holder') : name)).join(' + ');
  return (
    <DataTable
      label={text('assets.steps')}
      rows={steps}
      keyOf={({ name }) => name}
      columns={[
        { id: 'name', title: text('assets.step'), cell: ({ name }) => <code>{name}</code> },
        {
          id: 'way',
          title: text('assets.stepWay'),
          cell: ({ from, to }) => `${from.join(', ')} → ${to}`,
        },
        { id: 'by', title: text('assets.signedBy'), cell: ({ by }) => namesOf(by) },
        {
          id: 'sets',
          title: text('assets.stepSets'),
          cell: ({ sets }) => (sets.length === 0 ? text('ui.none') : sets.join(', ')),
        },
        {
          id: 'together',
          title: text('assets.stepTogether'),
          cell: ({ together }) => (together.length === 0 ? text('ui.none') : together.join(', ')),
        },
      ]}
    />
  );
}
