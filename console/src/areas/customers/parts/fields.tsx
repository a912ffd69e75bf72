/** Fields that more than one form of customers has. */

import type { ReactNode } from 'react';

import { type TextKey, useText } from '../../../text/context.tsx';
import { Field } from '../../../ui/Field.tsx';
import type { CustomerDraft } from '../drafts.ts';
import { Check, TextArea } from './FormParts.tsx';

export interface TypedProps {
  readonly value: string;
  readonly onType: (value: string) => void;
}

export function CustomerName({ value, onType }: TypedProps): ReactNode {
  const text = useText();
  return (
    <Field
      label={text('customers.name')}
      help={text('customers.nameHelp')}
      value={value}
      required
      maxLength={200}
      autoComplete="off"
      onChange={({ target }) => onType(target.value)}
    />
  );
}

export interface PublicKeyProps extends TypedProps {
  readonly fault: TextKey | undefined;
}

export function PublicKey({ value, fault, onType }: PublicKeyProps): ReactNode {
  const text = useText();
  return (
    <TextArea
      label={text('customers.publicKey')}
      help={text('customers.publicKeyHelp')}
      fault={fault && text(fault)}
      value={value}
      spellCheck={false}
      onChange={({ target }) => onType(target.value)}
    />
  );
}

type Seen = Pick<CustomerDraft, 'publicLookup' | 'disclosed'>;

export interface VisibilityProps {
  readonly of: Seen;
  readonly onChange: (change: Partial<Seen>) => void;
}

/** What others may find out about the customer. */
export function Visibility({ of: seen, onChange }: VisibilityProps): ReactNode {
  const text = useText();
  return (
    <>
      <Check
        name={text('customers.publicLookup')}
        help={text('customers.publicLookupHelp')}
        isChecked={seen.publicLookup}
        onCheck={(publicLookup) => onChange({ publicLookup })}
      />
      <Check
        name={text('customers.disclose')}
        help={text('customers.discloseHelp')}
        isChecked={seen.disclosed}
        onCheck={(disclosed) => onChange({ disclosed })}
      />
    </>
  );
}
