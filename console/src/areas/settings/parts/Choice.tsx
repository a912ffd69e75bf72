/** One of several, side by side where there is room. */

import { type ReactNode, useId } from 'react';

import styles from '../Settings.module.css';

export interface ChoiceProps<Value> {
  readonly legend: string;
  /** Each with the language its name is in, where that is not the reader's. */
  readonly options: readonly (readonly [value: Value, name: string, language?: string])[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

export function Choice<Value extends string>(props: ChoiceProps<Value>): ReactNode {
  const { legend, options, chosen, onChoose } = props;
  const group = useId();
  return (
    <fieldset className={styles['choice']}>
      <legend>{legend}</legend>
      {options.map(([value, name, language]) => (
        <label key={value}>
          <input
            type="radio"
            name={group}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          <span lang={language}>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
