/** The form of a registrar: whom it certifies, until when; and the certificate that there is, to be withdrawn. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Failed } from '../../../ui/States.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import styles from '../Assets.module.css';
import { PartyField } from '../parts/PartyField.tsx';
import { SignedToo } from '../parts/SignedToo.tsx';
import { useNowMs } from '../parts/use-now.ts';
import { partyFrom } from '../party.ts';
import { othersThan } from '../signers.ts';
import type { Act } from '../signing/act.ts';
import { certifyAct, type Certifying, decertifyAct } from './certify-act.ts';
import { type Certificate, useCertificate } from './queries.ts';

export interface CertifyFormProps extends Pick<Certifying, 'account' | 'registrar'> {
  /** Whom the page is about; else it is typed. */
  readonly party?: string;
  readonly onReady: (act: Act) => void;
}

export function CertifyForm({ account, registrar, party, onReady }: CertifyFormProps): ReactNode {
  const text = useText();
  const [typed, setTyped] = useState(party ?? '');
  const [until, setUntil] = useState('');
  const [isTried, setTried] = useState(false);
  const [isWhole, setWhole] = useState(true);
  const meant = partyFrom(typed);
  const end = endFrom(until);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    // A time typed in part reads as none, and none is without end.
    const isWhole = event.currentTarget.checkValidity();
    setWhole(isWhole);
    if (meant === undefined || end === undefined || !isWhole) return;
    onReady(certifyAct({ account, registrar, party: meant }, end));
  };
  return (
    <div className={styles['stack']}>
      <p className={styles['soft']}>{text('assets.certifyHelp')}</p>
      <form
        onSubmit={submit}
        noValidate
        className={styles['form']}
        aria-label={text('assets.certify')}
      >
        {party === undefined && (
          <PartyField
            label={text('assets.certifyWhom')}
            help={text('assets.toHelp')}
            value={typed}
            isTried={isTried}
            onChange={setTyped}
          />
        )}
        {meant !== undefined && (
          <Present
            registrar={registrar}
            party={meant}
            onWithdraw={() => onReady(decertifyAct({ account, registrar, party: meant }))}
          />
        )}
        <Field
          label={text('assets.validUntil')}
          help={text('assets.certifyUntilHelp')}
          fault={isTried && (end === undefined || !isWhole) ? text('assets.timeFault') : undefined}
          type="datetime-local"
          value={until}
          onChange={({ target }) => setUntil(target.value)}
        />
        <SignedToo parties={othersThan(account, [registrar])} />
        <Button type="submit" look="primary">
          {text('assets.review')}
        </Button>
      </form>
    </div>
  );
}

/** Null: without end; undefined for what is no time. */
function endFrom(typed: string): number | null | undefined {
  if (typed === '') return null;
  const untilMs = new Date(typed).getTime();
  return Number.isSafeInteger(untilMs) && untilMs >= 0 ? untilMs : undefined;
}

interface PresentProps {
  readonly registrar: string;
  readonly party: string;
  readonly onWithdraw: () => void;
}

function Present({ registrar, party, onWithdraw }: PresentProps): ReactNode {
  const text = useText();
  const found = useCertificate(registrar, party);
  if (found.isError) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return null;
  if (found.data === null) return <p>{text('assets.certifiedNot')}</p>;
  return (
    <div className={styles['stack']}>
      <Term of={found.data} />
      <p>
        <Button look="danger" onClick={onWithdraw}>
          {text('assets.decertify')}
        </Button>
      </p>
    </div>
  );
}

function Term({ of: { untilMs } }: { readonly of: Certificate }): ReactNode {
  const text = useText();
  const nowMs = useNowMs();
  if (untilMs === null) return <Banner tone="ok">{text('assets.certifiedForEver')}</Banner>;
  const isOver = untilMs <= nowMs;
  return (
    <Banner tone={isOver ? 'attention' : 'ok'}>
      {text(isOver ? 'assets.certifiedOnce' : 'assets.certifiedUntil')}{' '}
      <TimeText at={new Date(untilMs).toISOString()} />
    </Banner>
  );
}
