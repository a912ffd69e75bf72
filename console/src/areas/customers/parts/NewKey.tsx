/** Makes a key for a customer: a secret that is sent along, or a public key that requests are signed against. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { newRandomId } from '../../../api/random-id.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { Field } from '../../../ui/Field.tsx';
import { keyCommand } from '../commands.ts';
import {
  KEY_SCOPES,
  keyBody,
  type KeyDraft,
  keyFaults,
  type KeyScope,
  NEW_KEY,
} from '../drafts.ts';
import { type MadeKey, useKeyCreation } from '../queries.ts';
import styles from './form.module.css';
import { PublicKey } from './fields.tsx';
import { Check, Choices, FormProblem, Group } from './FormParts.tsx';

export interface NewKeyProps {
  readonly id: string;
  readonly onMade: (key: MadeKey) => void;
}

export function NewKey({ id, onMade }: NewKeyProps): ReactNode {
  const text = useText();
  const [draft, setDraft] = useState(NEW_KEY);
  const [idempotencyKey] = useState(newRandomId);
  const [faults, setFaults] = useState<ReturnType<typeof keyFaults>>({});
  const creation = useKeyCreation(id);
  const path = `/v1/customers/${id}/keys`;
  const body = keyBody(draft);
  const create = (event: SubmitEvent): void => {
    event.preventDefault();
    const found = keyFaults(draft, Date.now());
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    creation.mutate(
      { path, asked: { method: 'POST', body, idempotencyKey } },
      { onSuccess: onMade },
    );
  };
  return (
    <form className={styles['form']} onSubmit={create}>
      <KeyFields draft={draft} onChange={setDraft} faults={faults} />
      <FormProblem error={creation.error} />
      <div className={styles['acts']}>
        <Button type="submit" look="primary" disabled={creation.isPending}>
          {text('customers.createKey')}
        </Button>
        <CallDrawer call={{ method: 'POST', path, body, command: keyCommand(id, draft) }} />
      </div>
    </form>
  );
}

interface KeyFieldsProps {
  readonly draft: KeyDraft;
  readonly onChange: (draft: KeyDraft) => void;
  readonly faults: ReturnType<typeof keyFaults>;
}

function KeyFields({ draft, onChange, faults }: KeyFieldsProps): ReactNode {
  const text = useText();
  return (
    <>
      <Field
        label={text('customers.keyName')}
        help={text('customers.keyNameHelp')}
        value={draft.name}
        required
        maxLength={100}
        autoComplete="off"
        onChange={({ target }) => onChange({ ...draft, name: target.value })}
      />
      <Scopes draft={draft} onChange={onChange} faults={faults} />
      <Choices
        legend={text('customers.keyKind')}
        value={draft.kind}
        onChoose={(kind) => onChange({ ...draft, kind })}
        choices={[
          { value: 'bearer', name: text('customers.keyBearer') },
          { value: 'signature', name: text('customers.keySignature') },
        ]}
      />
      {draft.kind === 'signature' && (
        <PublicKey
          value={draft.publicKey}
          fault={faults.publicKey}
          onType={(publicKey) => onChange({ ...draft, publicKey })}
        />
      )}
      <Field
        type="date"
        label={text('customers.expires')}
        help={text('customers.expiresHelp')}
        fault={faults.lastDay && text(faults.lastDay)}
        value={draft.lastDay}
        onChange={({ target }) => onChange({ ...draft, lastDay: target.value })}
      />
    </>
  );
}

function Scopes({ draft, onChange, faults }: KeyFieldsProps): ReactNode {
  const text = useText();
  const choose = (scope: KeyScope, isChosen: boolean): void => {
    const scopes = KEY_SCOPES.filter((one) =>
      one === scope ? isChosen : draft.scopes.includes(one),
    );
    onChange({ ...draft, scopes });
  };
  return (
    <Group legend={text('customers.scopes')} fault={faults.scopes && text(faults.scopes)}>
      {KEY_SCOPES.map((scope) => (
        <Check
          key={scope}
          name={text(`customers.scope.${scope}`)}
          help={scope}
          isChecked={draft.scopes.includes(scope)}
          onCheck={(isChosen) => choose(scope, isChosen)}
        />
      ))}
    </Group>
  );
}
