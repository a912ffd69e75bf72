/** The form for issuing: the attributes are those that the class has. */

import { classForm, type AttributeForm } from '@stele/sdk';
import { type ReactNode, type SubmitEvent, useState } from 'react';

import type { ClassView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import styles from '../Assets.module.css';
import { chosenClass, type IssueDraft, issuersBeside } from '../issue-act.ts';
import { scalarsFrom } from '../scalar.ts';
import { AmountField, faultOf } from './AmountField.tsx';
import { Choice } from './Choice.tsx';
import { isParty, PartyField } from './PartyField.tsx';
import { ScalarFields } from './ScalarFields.tsx';
import { SignedToo } from './SignedToo.tsx';

export interface IssueFormProps {
  /** Who issues. */
  readonly account: string;
  readonly classes: readonly ClassView[];
  readonly draft: IssueDraft;
  readonly onChange: (draft: IssueDraft) => void;
  readonly onReady: () => void;
}

export function IssueForm(props: IssueFormProps): ReactNode {
  const { account, classes, draft, onChange, onReady } = props;
  const text = useText();
  const [isTried, setTried] = useState(false);
  const chosen = chosenClass(draft, classes);
  if (chosen === undefined) return null;
  const definition = classForm(chosen.definition);
  const change = (part: Partial<IssueDraft>): void => onChange({ ...draft, ...part });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isGood(draft, chosen, definition.attributes)) onReady();
  };
  return (
    <form onSubmit={submit} noValidate className={styles['form']} aria-label={text('assets.issue')}>
      <Choice
        label={text('assets.class')}
        value={chosen.id}
        options={classes.map(({ id, organisation, name }) => [id, `${organisation}/${name}`])}
        onChoose={(id) => change({ class: id, attributes: {} })}
      />
      <ScalarFields
        fields={definition.attributes}
        values={draft.attributes}
        isTried={isTried}
        onChange={(attributes) => change({ attributes })}
      />
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
      <SignedToo parties={issuersBeside(account, definition)} />
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
  const isFilled = scalarsFrom(draft.attributes, attributes) !== undefined;
  return isFilled && faultOf(draft.amount, scale) === undefined && isParty(draft.to);
}
