/** A field for the digest of an order, typed or taken from the order's file. */

import type { ReactNode } from 'react';

import { DigestOfFile } from '../../../proof/hash/DigestOfFile.tsx';
import { useText } from '../../../text/context.tsx';
import { Field } from '../../../ui/Field.tsx';
import { scalarFrom } from '../scalar.ts';

export interface OrderFieldProps {
  readonly label: string;
  readonly value: string;
  readonly isTried: boolean;
  readonly onChange: (value: string) => void;
}

export function OrderField({ label, value, isTried, onChange }: OrderFieldProps): ReactNode {
  const text = useText();
  const isFaulty = isTried && orderFrom(value) === undefined;
  return (
    <div>
      <Field
        label={label}
        help={text('assets.orderHelp')}
        fault={isFaulty ? text('assets.type.digest') : undefined}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <DigestOfFile onDigest={onChange} />
    </div>
  );
}

/** 64 hexadecimal digits; undefined for anything else. */
export function orderFrom(typed: string): string | undefined {
  const digest = scalarFrom(typed.toLowerCase(), 'digest');
  return typeof digest === 'string' ? digest : undefined;
}
