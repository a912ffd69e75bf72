/** Signing what has been read: with the key of this browser, or with the command line, while this page waits for the transaction. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { problemOf } from '../../../api/api-error.ts';
import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { LinkButton } from '../../../ui/LinkButton.tsx';
import { ProblemNote } from '../../../ui/ProblemNote.tsx';
import { Answered } from '../../../ui/States.tsx';
import styles from '../Assets.module.css';
import type { SealedKey } from '../keys/sealed-key.ts';
import { useWallet } from '../keys/use-wallet.ts';
import { HandedInNote } from './HandedInNote.tsx';
import { OnCommandLine } from './OnCommandLine.tsx';
import { type HandedIn, useSign } from './queries.ts';
import type { Understood } from './understanding.ts';

export interface SignPanelProps {
  readonly understood: Understood;
}

type Way = 'here' | 'command';

export function SignPanel({ understood }: SignPanelProps): ReactNode {
  const text = useText();
  const wallet = useWallet();
  const [way, setWay] = useState<Way>('here');
  const [handed, setHanded] = useState<HandedIn>();
  if (handed !== undefined) return <HandedInNote handed={handed} />;
  return (
    <div className={styles['stack']}>
      <fieldset className={styles['choice']}>
        <legend className="visually-hidden">{text('assets.sign.way')}</legend>
        {(['here', 'command'] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="way"
              value={one}
              checked={way === one}
              onChange={() => setWay(one)}
            />
            {text(`assets.sign.${one}`)}
          </label>
        ))}
      </fieldset>
      {way === 'command' ? (
        <OnCommandLine understood={understood} />
      ) : (
        <Answered of={wallet} rows={2}>
          {({ key }) =>
            key === undefined ? (
              <NoKey />
            ) : (
              <SignHere understood={understood} sealed={key} onHanded={setHanded} />
            )
          }
        </Answered>
      )}
    </div>
  );
}

function NoKey(): ReactNode {
  const text = useText();
  return (
    <div className={styles['stack']}>
      <p>{text('assets.sign.noKey')}</p>
      <p>
        <LinkButton href="/assets/mine">{text('assets.toKey')}</LinkButton>
      </p>
    </div>
  );
}

interface SignHereProps extends SignPanelProps {
  readonly sealed: SealedKey;
  readonly onHanded: (handed: HandedIn) => void;
}

function SignHere({ understood, sealed, onHanded }: SignHereProps): ReactNode {
  const text = useText();
  const [passphrase, setPassphrase] = useState('');
  const sign = useSign();
  const { summary, wouldFail } = understood;
  const isWarned = wouldFail !== undefined || summary.warnings.length > 0;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    sign.mutate({ understood, key: sealed, passphrase }, { onSuccess: onHanded });
  };
  return (
    <form onSubmit={submit} className={styles['form']} aria-label={text('assets.sign.here')}>
      <Field
        label={text('assets.passphrase')}
        help={text('assets.sign.passphraseHelp')}
        type="password"
        autoComplete="current-password"
        required
        value={passphrase}
        onChange={({ target }) => setPassphrase(target.value)}
      />
      {sign.isError && (
        <ProblemNote title={text('assets.sign.failed')} problem={problemOf(sign.error)} />
      )}
      <Button type="submit" look={isWarned ? 'danger' : 'primary'} disabled={sign.isPending}>
        {text(sign.isPending ? 'assets.sign.working' : 'assets.sign.do')}
      </Button>
    </form>
  );
}
