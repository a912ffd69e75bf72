/** Parts of forms that a single line is too little for: a longer text, one of several, a yes or no; and what became of a request. */

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type TextareaHTMLAttributes, useEffect, useId } from 'react';

import { type Problem, problemOf } from '../../../api/api-error.ts';
import { SESSION_KEY } from '../../../api/session.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { SessionEnded } from '../../../ui/Gate.tsx';
import { ProblemText } from '../../../ui/States.tsx';
import styles from './FormParts.module.css';

export interface TextAreaProps extends Omit<
  TextareaHTMLAttributes<HTMLTextAreaElement>,
  'className' | 'style' | 'id'
> {
  readonly label: string;
  readonly help: string;
  readonly fault?: string | undefined;
}

export function TextArea({ label, help, fault, ...area }: TextAreaProps): ReactNode {
  const id = useId();
  return (
    <div className={styles['area']}>
      <label htmlFor={id}>{label}</label>
      <textarea
        {...area}
        id={id}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-said`}
      />
      <p id={`${id}-said`} className={styles[fault === undefined ? 'help' : 'fault']}>
        {fault ?? help}
      </p>
    </div>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly name: string;
  readonly help?: string;
}

export interface ChoicesProps<Value extends string> {
  readonly legend: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}

/** One of several. */
export function Choices<Value extends string>(props: ChoicesProps<Value>): ReactNode {
  const { legend, choices, value, onChoose } = props;
  const name = useId();
  return (
    <fieldset className={styles['choices']}>
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
          />
          <span>
            {choice.name}
            {choice.help !== undefined && <small>{choice.help}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export interface CheckProps {
  readonly name: string;
  readonly help?: string;
  readonly isChecked: boolean;
  readonly onCheck: (isChecked: boolean) => void;
}

export function Check({ name, help, isChecked, onCheck }: CheckProps): ReactNode {
  return (
    <label className={styles['check']}>
      <input
        type="checkbox"
        checked={isChecked}
        onChange={({ target }) => onCheck(target.checked)}
      />
      <span>
        {name}
        {help !== undefined && <small>{help}</small>}
      </span>
    </label>
  );
}

/** Several of several. */
export function Group({
  legend,
  fault,
  children,
}: {
  readonly legend: string;
  readonly fault?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <fieldset className={styles['choices']}>
      <legend>{legend}</legend>
      {children}
      {fault !== undefined && <p className={styles['fault']}>{fault}</p>}
    </fieldset>
  );
}

/** Why a form's request failed. What was typed stays; when the session is over, signing in elsewhere is enough to go on. */
export function FormProblem({ error }: { readonly error: unknown }): ReactNode {
  const isEnded = problemOf(error).status === 401;
  useSessionRenewal(isEnded);
  if (error === null || error === undefined) return null;
  const problem = problemOf(error);
  return (
    <Banner tone="failed">
      {isEnded ? (
        <p>
          <SessionEnded />
        </p>
      ) : (
        <ProblemText problem={problem} />
      )}
      <Faults problem={problem} />
    </Banner>
  );
}

/** Who comes back from signing in elsewhere has another session, whose token the next request needs. */
function useSessionRenewal(isEnded: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isEnded) return undefined;
    const renew = (): void => void client.invalidateQueries({ queryKey: SESSION_KEY });
    addEventListener('focus', renew);
    return () => removeEventListener('focus', renew);
  }, [isEnded, client]);
}

function Faults({ problem: { errors } }: { readonly problem: Problem }): ReactNode {
  if (errors.length === 0) return null;
  return (
    <ul>
      {errors.map(({ pointer, code, detail }) => (
        <li key={`${pointer}${code}`}>
          <code>{pointer}</code> {detail}
        </li>
      ))}
    </ul>
  );
}
