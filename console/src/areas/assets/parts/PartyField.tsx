/** A field for a principal, such as an account. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Field } from '../../../ui/Field.tsx';
import { partyFrom } from '../party.ts';

export interface PartyFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly isTried: boolean;
  readonly onChange: (value: string) => void;
}

export function PartyField({ label, help, value, isTried, onChange }: PartyFieldProps): ReactNode {
  const text = useText();
  const isFaulty = isTried && !isParty(value);
  return (
    <Field
      label={label}
      {...(help === undefined ? {} : { help })}
      fault={isFaulty ? text('assets.partyFault') : undefined}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

export function isParty(typed: string): boolean {
  return partyFrom(typed) !== undefined;
}
