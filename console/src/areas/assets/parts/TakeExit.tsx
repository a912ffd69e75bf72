/** Taking an exit of a hold: the secret where it asks for one, then what will happen, then the signature. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import type { OutputView } from '@stele/protocol';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Empty, Failed, Loading } from '../../../ui/States.tsx';
import styles from '../Assets.module.css';
import { exitAct } from '../exit-act.ts';
import type { Exit } from '../owner.ts';
import { useOutputs } from '../queries.ts';
import { ActFlow } from '../signing/ActFlow.tsx';

export interface TakeExitProps {
  readonly output: OutputView;
  readonly exit: Exit;
  /** Who takes it. */
  readonly account: string;
  readonly onBack: () => void;
}

export function TakeExit(props: TakeExitProps): ReactNode {
  const { exit } = props;
  const [secret, setSecret] = useState<string>();
  if (exit.preimage !== null && secret === undefined) return <SecretForm onGiven={setSecret} />;
  const preimage = secret ?? null;
  if (exit.pays === null) return <Taken {...props} preimage={preimage} funds={[]} />;
  return <Paid {...props} preimage={preimage} ofClass={exit.pays.class} />;
}

interface TakenProps extends TakeExitProps {
  readonly preimage: string | null;
  readonly funds: readonly OutputView[];
}

function Taken({ onBack, ...taking }: TakenProps): ReactNode {
  const text = useText();
  // What is paid with is chosen once: afterwards it is spent.
  const [act] = useState(() => exitAct(taking));
  if (act === undefined) return <Empty sentence={text('assets.fundsMissing')} />;
  return <ActFlow act={act} onBack={onBack} />;
}

interface PaidProps extends Omit<TakenProps, 'funds'> {
  readonly ofClass: string;
}

/** With what I have of the class that is to be paid, as far as the first page of it tells. */
function Paid({ ofClass, ...props }: PaidProps): ReactNode {
  const funds = useOutputs(props.account, ofClass);
  if (funds.isPending) return <Loading rows={3} />;
  if (funds.data === undefined) {
    return <Failed error={funds.error} onRetry={() => void funds.refetch()} />;
  }
  return <Taken {...props} funds={funds.data.pages.flatMap(({ items }) => items)} />;
}

const SECRET = /^[0-9a-f]{64}$/i;

function SecretForm({ onGiven }: { readonly onGiven: (secret: string) => void }): ReactNode {
  const text = useText();
  const [secret, setSecret] = useState('');
  const [isTried, setTried] = useState(false);
  const isGood = SECRET.test(secret.trim());
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isGood) onGiven(secret.trim().toLowerCase());
  };
  return (
    <Section title={text('assets.secret')}>
      <form onSubmit={submit} className={styles['form']} aria-label={text('assets.secret')}>
        <Field
          label={text('assets.secret')}
          help={text('assets.secretHelp')}
          fault={isTried && !isGood ? text('assets.secretFault') : undefined}
          autoComplete="off"
          spellCheck={false}
          value={secret}
          onChange={({ target }) => setSecret(target.value)}
        />
        <Button type="submit" look="primary">
          {text('assets.review')}
        </Button>
      </form>
    </Section>
  );
}
