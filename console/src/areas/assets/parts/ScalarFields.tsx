/** A field for an attribute, or a field of a state, by the type that its class gives it. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Field } from '../../../ui/Field.tsx';
import { scalarFrom, type Typed, type TypedValues } from '../scalar.ts';

export interface ScalarFieldsProps {
  readonly fields: readonly Typed[];
  readonly values: TypedValues;
  readonly isTried: boolean;
  readonly onChange: (values: TypedValues) => void;
}

export function ScalarFields({ fields, values, isTried, onChange }: ScalarFieldsProps): ReactNode {
  return fields.map((field) => (
    <ScalarField
      key={field.name}
      field={field}
      value={values[field.name] ?? ''}
      isTried={isTried}
      onChange={(value) => onChange({ ...values, [field.name]: value })}
    />
  ));
}

interface ScalarFieldProps {
  readonly field: Typed;
  readonly value: string;
  readonly isTried: boolean;
  readonly onChange: (value: string) => void;
}

const TYPES = ['uint', 'time', 'identifier', 'digest', 'account'] as const;

function ScalarField({ field, value, isTried, onChange }: ScalarFieldProps): ReactNode {
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
