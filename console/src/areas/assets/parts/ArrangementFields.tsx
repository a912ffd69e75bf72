/** On which terms: at once, or one of the templates with what it has to know. */

import type { ReactNode } from 'react';

import { TEMPLATES } from '@stele/contracts';
import type { ClassView } from '@stele/protocol';

import { useLanguage, useText } from '../../../text/context.tsx';
import { inLanguage } from '../../../text/in-language.ts';
import { Field } from '../../../ui/Field.tsx';
import {
  type Arrangement,
  arrangementOf,
  isOfType,
  type Parameter,
  parametersOf,
  type Parties,
  priceScale,
} from '../arrangement.ts';
import styles from '../Assets.module.css';
import { AmountField } from './AmountField.tsx';
import { Choice } from './Choice.tsx';
import { PartyField } from './PartyField.tsx';

export interface ArrangementFieldsProps {
  readonly arrangement: Arrangement;
  readonly parties: Parties;
  /** That a price may be in. */
  readonly classes: readonly ClassView[];
  readonly isTried: boolean;
  readonly onChange: (arrangement: Arrangement) => void;
}

export function ArrangementFields(props: ArrangementFieldsProps): ReactNode {
  const { arrangement, parties, onChange } = props;
  const text = useText();
  const parameters = parametersOf(arrangement);
  return (
    <>
      <Choice
        label={text('assets.terms.how')}
        value={arrangement.template}
        options={[
          ['', text('assets.terms.direct')],
          ...TEMPLATES.map(({ name }) => [name, nameOf(name, text)] as const),
        ]}
        onChoose={(template) => onChange(arrangementOf(template, parties))}
      />
      {parameters.length > 0 && (
        <fieldset className={styles['group']}>
          <legend>{nameOf(arrangement.template, text)}</legend>
          <TemplateWords template={arrangement.template} />
          {parameters.map((parameter) => (
            <ParameterField key={parameter.name} {...props} parameter={parameter} />
          ))}
        </fieldset>
      )}
    </>
  );
}

const NAMES = [
  'escrow',
  'pledge',
  'invoice-lock',
  'hash-lock',
  'offer',
  'timed-release',
  'presentation',
] as const;

function nameOf(template: string, text: ReturnType<typeof useText>): string {
  const known = NAMES.find((one) => one === template);
  return known === undefined ? template : text(`assets.terms.${known}`);
}

/** Around places for names that were not Chinese. */
const SPACE_IN_CHINESE = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

/** What is agreed, as the template says it, its places named. */
function TemplateWords({ template }: { readonly template: string }): ReactNode {
  const text = useText();
  const language = useLanguage();
  const found = TEMPLATES.find(({ name }) => name === template);
  if (found === undefined) return null;
  const sentence = inLanguage(found.summary, language);
  const said = sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameterName(name, text));
  return <p className={styles['help']}>{said.replaceAll(SPACE_IN_CHINESE, '')}</p>;
}

const PARAMETERS = [
  'sender',
  'receiver',
  'deadline',
  'lapsesTo',
  'owner',
  'lender',
  'due',
  'holder',
  'firm',
  'step',
  'amount',
  'digest',
  'seller',
  'money',
  'price',
  'giver',
  'day',
  'bank',
] as const;

/** Parameters of the templates have words; a new one is shown by its name. */
function parameterName(name: string, text: ReturnType<typeof useText>): string {
  const known = PARAMETERS.find((one) => one === name);
  return known === undefined ? name : text(`assets.parameter.${known}`);
}

interface ParameterFieldProps extends ArrangementFieldsProps {
  readonly parameter: Parameter;
}

function ParameterField(props: ParameterFieldProps): ReactNode {
  const { parameter, arrangement, classes, isTried, onChange } = props;
  const { name, type } = parameter;
  const text = useText();
  const label = parameterName(name, text);
  const value = arrangement.values[name] ?? '';
  const change = (typed: string): void =>
    onChange({ ...arrangement, values: { ...arrangement.values, [name]: typed } });
  switch (type) {
    case 'principal':
      return <PartyField label={label} value={value} isTried={isTried} onChange={change} />;
    case 'amount':
      return (
        <AmountField
          label={label}
          value={value}
          scale={priceScale(arrangement, classes)}
          isTried={isTried}
          onChange={change}
        />
      );
    case 'class':
      return (
        <Choice
          label={label}
          value={value}
          options={[
            ['', text('assets.choose')],
            ...classes.map((one) => [one.id, `${one.organisation}/${one.name}`] as const),
          ]}
          {...(isTried && value === '' ? { help: text('assets.type.class') } : {})}
          onChoose={change}
        />
      );
    default:
      return (
        <Field
          label={label}
          help={text(`assets.type.${type}`)}
          fault={isTried && !isOfType(type, value) ? text(`assets.type.${type}`) : undefined}
          type={type === 'time' ? 'datetime-local' : 'text'}
          autoComplete="off"
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      );
  }
}
