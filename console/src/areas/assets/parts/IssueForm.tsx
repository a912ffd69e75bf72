/** The form for issuing: the attributes are those that the class has. */

import { classForm, type AttributeForm } from '@stele/sdk';
import { type ReactNode, type SubmitEvent, useState } from 'react';

import type { ClassView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import styles from '../Assets.module.css';
import { chosenClass, type IssueDraft, scalarFrom } from '../issue-act.ts';
import { AmountField, faultOf } from './AmountField.tsx';
import { Choice } from './Choice.tsx';
import { isParty, PartyField } from './PartyField.tsx';

export interface IssueFormProps {
  readonly classes: readonly ClassView[];
  readonly draft: IssueDraft;
  readonly onChange: (draft: IssueDraft) => void;
  readonly onReady: () => void;
}

export function IssueForm({ classes, draft, onChange, onReady }: IssueFormProps): ReactNode {
  const text = useText();
  const [isTried, setTried] = useState(false);
  const chosen = chosenClass(draft, classes);
  if (chosen === undefined) return null;
  const { attributes } = classForm(chosen.definition);
  const change = (part: Partial<IssueDraft>): void => onChange({ ...draft, ...part });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isGood(draft, chosen, attributes)) onReady();
  };
  return (
    <form onSubmit={submit} noValidate className={styles['form']} aria-label={text('assets.issue')}>
      <Choice
        label={text('assets.class')}
        value={chosen.id}
        options={classes.map(({ id, organisation, name }) => [id, `${organisation}/${name}`])}
        onChoose={(id) => change({ class: id, attributes: {} })}
      />
      {attributes.map((field) => (
        <AttributeField
          key={field.name}
          field={field}
          value={draft.attributes[field.name] ?? ''}
          isTried={isTried}
          onChange={(value) => change({ attributes: { ...draft.attributes, [field.name]: value } })}
        />
      ))}
      <AmountField
        value={draft.amount}
        scale={chosen.scale}
        isTried={isTried}
        onChange={(amount) => change({ amount })}
      />
      <PartyField
        label={text('assets.to')}
        help={text('assets.toHelp')}
        value={draft.to}
        isTried={isTried}
        onChange={(to) => change({ to })}
      />
      <Button type="submit" look="primary">
        {text('assets.review')}
      </Button>
    </form>
  );
}

function isGood(
  draft: IssueDraft,
  { scale }: ClassView,
  attributes: readonly AttributeForm[],
): boolean {
  const isFilled = attributes.every(
    ({ name, type }) => scalarFrom(draft.attributes[name] ?? '', type) !== undefined,
  );
  return isFilled && faultOf(draft.amount, scale) === undefined && isParty(draft.to);
}

interface AttributeFieldProps {
  readonly field: AttributeForm;
  readonly value: string;
  readonly isTried: boolean;
  readonly onChange: (value: string) => void;
}

const TYPES = ['uint', 'time', 'identifier', 'digest', 'account'] as const;

function AttributeField({ field, value, isTried, onChange }: AttributeFieldProps): ReactNode {
  const text = useText();
  const type = TYPES.find((one) => one === field.type);
  const help = type === undefined ? field.type : text(`assets.type.${type}`);
  const isFaulty = isTried && scalarFrom(value, field.type) === undefined;
  return (
    <Field
      label={field.name}
      help={help}
      fault={isFaulty ? help : undefined}
      type={type === 'time' ? 'datetime-local' : 'text'}
      autoComplete="off"
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
