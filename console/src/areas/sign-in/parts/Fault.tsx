/** Why a way in, or a change of one, did not work: in the reader's language where it is something that happens to everybody. */

import type { ReactNode } from 'react';

import { type Problem, problemOf } from '../../../api/api-error.ts';
import type { TextKey } from '../../../text/context.tsx';
import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { ProblemText } from '../../../ui/States.tsx';

const KNOWN = [
  'ADMIN_LAST',
  'CODE_SETUP_MISSING',
  'CODE_WRONG',
  'PASSKEY_CANCELLED',
  'PASSKEY_EXISTS',
  'PASSKEY_FAILED',
  'PASSKEY_HERE_ALREADY',
  'PASSKEY_INVALID',
  'PASSKEY_NEEDS_NAME',
  'PASSKEY_UNSUPPORTED',
  'PASSWORD_TOO_LONG',
  'PASSWORD_TOO_SHORT',
  'PASSWORD_WRONG',
  'PERSON_CHANGED',
  'PERSON_EXISTS',
  'RATE_LIMITED',
  'SESSION_ENDED',
  'SESSION_NOT_FRESH',
  'SIGN_IN_BUSY',
  'SIGN_IN_LINK_UNKNOWN',
  'SIGN_IN_LINK_USED',
  'SIGN_IN_REFUSED',
  'TRIES_TOO_MANY',
] as const;

/** What goes on here once somebody has signed in, in another tab so that nothing typed is lost. */
const ANEW = new Set(['SESSION_ENDED', 'SESSION_NOT_FRESH']);

type Known = (typeof KNOWN)[number];

export function Fault({ error }: { readonly error: unknown }): ReactNode {
  const text = useText();
  const problem = problemOf(error);
  const key = keyOf(problem);
  return (
    <Banner tone="failed">
      {key === undefined ? (
        <ProblemText problem={problem} />
      ) : (
        <p>
          {text(key, { seconds: problem.retryAfterS ?? 1, place: namedPlace() })}{' '}
          {ANEW.has(problem.code) && (
            <a href="/sign-in?anew" target="_blank" rel="noreferrer">
              {text('signIn.signInAnew')}
            </a>
          )}
        </p>
      )}
    </Banner>
  );
}

function keyOf({ code }: Problem): TextKey | undefined {
  const known: Known | undefined = KNOWN.find((one) => one === code);
  return known === undefined ? undefined : `signIn.fault.${known}`;
}

/** The same page under the machine's name, where passkeys work. */
function namedPlace(): string {
  const { protocol, port, pathname } = location;
  return `${protocol}//localhost${port === '' ? '' : `:${port}`}${pathname}`;
}
