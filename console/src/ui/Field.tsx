/** A named field of a form with its help and its fault. */

import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

import styles from './Field.module.css';

export interface FieldProps extends Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'className' | 'style' | 'id'
> {
  readonly label: string;
  readonly help?: string;
  /** What is wrong with the value. */
  readonly fault?: string | undefined;
}

export function Field({ label, help, fault, ...input }: FieldProps): ReactNode {
  const id = useId();
  const said = `${id}-said`;
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-invalid={fault !== undefined}
        aria-describedby={said}
        className={styles['input']}
      />
      <p id={said} className={fault === undefined ? styles['help'] : styles['fault']}>
        {fault ?? help}
      </p>
    </div>
  );
}
