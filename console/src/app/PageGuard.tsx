/** A page that breaks says so in its place; the frame and the other pages go on. */

import { Component, type ReactNode } from 'react';

import { useText } from '../text/context.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemText } from '../ui/States.tsx';
import { problemOf } from '../api/api-error.ts';

interface GuardState {
  readonly error: unknown;
}

interface GuardProps {
  readonly children: ReactNode;
}

export class PageGuard extends Component<GuardProps, GuardState> {
  override state: GuardState = { error: undefined };

  static getDerivedStateFromError(error: unknown): GuardState {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === undefined ? this.props.children : <Broken error={error} />;
  }
}

/** As browsers, and the preloader, word it: the server is away, or has a newer build with other names. */
const NOT_FETCHED = /dynamically imported module|importing a module script|preload CSS/i;

/** A page whose own program did not come, rather than one that broke. */
function isNotFetched(error: unknown): boolean {
  return error instanceof Error && NOT_FETCHED.test(error.message);
}

function Broken({ error }: { readonly error: unknown }): ReactNode {
  const text = useText();
  const isMissing = isNotFetched(error);
  return (
    <div role="alert">
      <h1>{text(isMissing ? 'app.notFetched' : 'app.broken')}</h1>
      <p>{text(isMissing ? 'app.notFetchedHelp' : 'app.brokenHelp')}</p>
      <ProblemText problem={problemOf(error)} />
      <Button look="primary" onClick={() => location.reload()}>
        {text('app.reload')}
      </Button>
    </div>
  );
}
