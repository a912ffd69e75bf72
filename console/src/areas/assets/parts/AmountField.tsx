/** A field for an amount of a class, with what is wrong with what was typed. */

import type { Scale } from '@stele/sdk';
import type { ReactNode } from 'react';

import { isCoded } from '@stele/base';

import { type TextKey, useText } from '../../../text/context.tsx';
import { Field } from '../../../ui/Field.tsx';
import { amountFromText } from '../amount.ts';

export interface AmountFieldProps {
  /** Of what; "amount" unless told. */
  readonly label?: string;
  readonly value: string;
  readonly scale: Scale;
  readonly help?: string;
  /** What else is wrong with it. */
  readonly fault?: string | undefined;
  /** Whether faults are told already. */
  readonly isTried: boolean;
  readonly onChange: (value: string) => void;
}

const FAULTS: Readonly<Record<string, TextKey>> = {
  AMOUNT_TOO_FINE: 'assets.amountTooFine',
  AMOUNT_TOO_LARGE: 'assets.amountTooLarge',
};

export function AmountField(props: AmountFieldProps): ReactNode {
  const { label, value, scale, help, isTried, onChange } = props;
  const text = useText();
  const key = faultOf(value, scale);
  const fault = key === undefined ? props.fault : text(key, { scale: scale ?? 0 });
  return (
    <Field
      label={label ?? text('assets.amount')}
      {...(help === undefined ? {} : { help })}
      fault={isTried ? fault : undefined}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** What is wrong with a typed amount; undefined for a good one. */
export function faultOf(typed: string, scale: Scale): TextKey | undefined {
  try {
    amountFromText(typed, scale);
    return undefined;
  } catch (error) {
    if (!isCoded(error)) throw error;
    return FAULTS[error.code] ?? 'assets.amountMalformed';
  }
}
