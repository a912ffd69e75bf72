/** What a list or page shows when it has nothing to show yet, nothing at all, no right to, or no way to. */

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { problemOf, type Problem } from '../api/api-error.ts';
import { useText } from '../text/context.tsx';
import { Button } from './Button.tsx';
import { LinkButton } from './LinkButton.tsx';
import { CopyButton } from './CopyButton.tsx';
import { useRefusalWords } from './use-refusal-words.ts';
import styles from './States.module.css';

/** Where data will be. */
export function Loading({ rows = 3 }: { readonly rows?: number }): ReactNode {
  const text = useText();
  return (
    <div role="status" className={styles['loading']}>
      <span className="visually-hidden">{text('ui.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles['bar']} />
      ))}
    </div>
  );
}

export interface EmptyProps {
  /** One sentence. */
  readonly sentence: string;
  /** One thing to do about it. */
  readonly action?: ReactNode;
}

export function Empty({ sentence, action }: EmptyProps): ReactNode {
  return (
    <div className={styles['empty']}>
      <p>{sentence}</p>
      {action}
    </div>
  );
}

export function SignInNeeded(): ReactNode {
  const text = useText();
  return (
    <div className={styles['notice']}>
      <h2>{text('ui.signInNeeded')}</h2>
      <p>{text('ui.signInNeededHelp')}</p>
      <p>
        <LinkButton href={`/sign-in?to=${encodeURIComponent(location.pathname)}`} look="primary">
          {text('app.signIn')}
        </LinkButton>
      </p>
    </div>
  );
}

export function Denied({ scope }: { readonly scope: string }): ReactNode {
  const text = useText();
  return (
    <div className={styles['notice']}>
      <h2>{text('ui.denied')}</h2>
      <p>{text('ui.deniedScope', { scope })}</p>
    </div>
  );
}

export interface FailedProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** Why it failed, what to do, and what an operator needs to find the cause. */
export function Failed({ error, onRetry }: FailedProps): ReactNode {
  const text = useText();
  const problem = problemOf(error);
  if (problem.status === 401) return <SignInNeeded />;
  if (problem.code === 'SCOPE_MISSING') return <Denied scope={problem.scope ?? ''} />;
  return (
    <div role="alert" className={styles['failed']}>
      <h2>{text('ui.failed')}</h2>
      <ProblemText problem={problem} />
      {onRetry !== undefined && <Button onClick={onRetry}>{text('ui.retry')}</Button>}
    </div>
  );
}

/** Sentence, action, code and request id, for any place on a page. */
export function ProblemText({ problem }: { readonly problem: Problem }): ReactNode {
  const text = useText();
  const { code, requestId } = problem;
  const own = {
    UNREACHABLE: ['ui.unreachable', 'ui.unreachableAction'],
    ANSWER_MALFORMED: ['ui.unreadable', 'ui.unreadableAction'],
    PERSON_CHANGED: ['ui.personChanged', 'ui.personChangedAction'],
  } as const;
  const known = Object.hasOwn(own, code) ? own[code as keyof typeof own] : undefined;
  const sentence = useRefusalWords(code, problem.detail) ?? problem.detail;
  return (
    <>
      <p>{known === undefined ? sentence : text(known[0])}</p>
      <p>{known === undefined ? problem.action : text(known[1])}</p>
      <ul className={styles['marks']}>
        <li>
          {text('ui.code')} <code>{code}</code>
        </li>
        {requestId !== undefined && (
          <li>
            {text('ui.requestId')} <code>{requestId}</code>{' '}
            <CopyButton value={requestId} what={text('ui.requestId')} />
          </li>
        )}
      </ul>
    </>
  );
}

/** Search has not followed the ledger to its end. */
export function Stale({ count }: { readonly count: number }): ReactNode {
  const text = useText();
  if (count === 0) return null;
  return (
    <p role="status" className={styles['stale']}>
      {text('ui.stale', { count })}
    </p>
  );
}

export interface AnsweredProps<T> {
  readonly of: UseQueryResult<T>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}

/** The data of a query once it is there, else where it stands. Data that is there stays when asking again fails. */
export function Answered<T>({ of: query, rows, children }: AnsweredProps<T>): ReactNode {
  const { data, error, isPending } = query;
  if (data !== undefined) return children(data);
  if (isPending) return <Loading {...(rows === undefined ? {} : { rows })} />;
  return <Failed error={error} onRetry={() => void query.refetch()} />;
}
