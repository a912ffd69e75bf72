/** "Show me the proof": nothing is fetched or worked out until somebody asks. */

import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import { problemOf } from '../../../api/api-error.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Loading, ProblemText } from '../../../ui/States.tsx';
import styles from './ProofSection.module.css';

export interface ProofSectionProps<T> {
  /** What the proof will show, in a sentence. */
  readonly lead: string;
  readonly prove: () => Promise<T>;
  readonly children: (proof: T) => ReactNode;
}

export function ProofSection<T>({ lead, prove, children }: ProofSectionProps<T>): ReactNode {
  const text = useText();
  const [asked, setAsked] = useState(0);
  const { mutate, data, error, isPending } = useMutation({ mutationFn: prove });
  const ask = (): void => {
    setAsked(asked + 1);
    mutate();
  };
  return (
    <Section
      title={text('explorer.proof')}
      actions={
        <Button onClick={ask} disabled={isPending}>
          {text(asked === 0 ? 'explorer.prove' : 'explorer.proveAgain')}
        </Button>
      }
    >
      <div className={styles['proof']}>
        <p className={styles['lead']}>{lead}</p>
        {isPending && <Loading rows={4} />}
        {error !== null && (
          <div role="alert">
            <ProblemText problem={problemOf(error)} />
          </div>
        )}
        {data !== undefined && !isPending && <div aria-live="polite">{children(data)}</div>}
      </div>
    </Section>
  );
}
