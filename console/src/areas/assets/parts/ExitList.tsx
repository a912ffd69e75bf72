/** The ways out of a hold: who may take each, when, on what condition, and to whom it then goes. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Tag } from '../../../ui/Banner.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import styles from '../Assets.module.css';
import { type Exit, type Standing, standingOf } from '../owner.ts';
import { PartyLink } from './PartyLink.tsx';
import { Price } from './Price.tsx';
import { useNowMs } from './use-now.ts';

export interface ExitListProps {
  readonly exits: readonly Exit[];
  /** What can be done about one, at its end. */
  readonly act: (exit: Exit) => ReactNode;
}

export function ExitList({ exits, act }: ExitListProps): ReactNode {
  const text = useText();
  const nowMs = useNowMs();
  return (
    <ul aria-label={text('assets.exits')} className={styles['exits']}>
      {exits.map((exit) => {
        const standing = standingOf(exit, nowMs);
        return (
          <li key={exit.name}>
            <div className={styles['tight']}>
              <p className={styles['line']}>
                <strong>
                  <ExitName name={exit.name} />
                </strong>
                <Tag tone={TONES[standing]}>{text(`assets.window.${standing}`)}</Tag>
              </p>
              <Conditions exit={exit} />
            </div>
            {standing === 'open' && act(exit)}
          </li>
        );
      })}
    </ul>
  );
}

const TONES: Readonly<Record<Standing, 'ok' | 'plain' | 'attention'>> = {
  open: 'ok',
  early: 'attention',
  late: 'plain',
};

const NAMES = [
  'accept',
  'reject',
  'withdraw',
  'lapse',
  'release',
  'seize',
  'unlock',
  'book',
  'claim',
  'refund',
  'buy',
  'cancel',
  'honour',
  'refuse',
] as const;

/** The templates' exits have words; what others call theirs is shown as it is. */
export function ExitName({ name }: { readonly name: string }): ReactNode {
  const text = useText();
  const known = NAMES.find((one) => one === name);
  return known === undefined ? <code>{name}</code> : text(`assets.exit.${known}`);
}

function Conditions({ exit }: { readonly exit: Exit }): ReactNode {
  const text = useText();
  const { by, from, until, preimage, pays, step, to } = exit;
  return (
    <>
      <p className={styles['line']}>
        <span className={styles['soft']}>{text('assets.exitBy')}</span>
        {by === null ? text('assets.anyone') : <PartyLink party={by} />}
      </p>
      <p className={styles['line']}>
        <span className={styles['soft']}>{text('assets.exitTo')}</span>
        <Receiver to={to} />
      </p>
      {from !== null && <Bound name={text('assets.exitFrom')} atMs={from} />}
      {until !== null && <Bound name={text('assets.exitUntil')} atMs={until} />}
      {preimage !== null && <p>{text('assets.exitPreimage')}</p>}
      {pays !== null && (
        <p className={styles['line']}>
          <span className={styles['soft']}>{text('assets.exitPays')}</span>
          <Price of={pays} />
        </p>
      )}
      {step !== '' && <p>{text('assets.exitStep', { step })}</p>}
    </>
  );
}

function Receiver({ to }: Pick<Exit, 'to'>): ReactNode {
  const text = useText();
  if (to === null) return text('assets.exitToTaker');
  return to.kind === 'party' ? <PartyLink party={to.party} /> : text('assets.exitToHold');
}

export function Bound({ name, atMs }: { readonly name: string; readonly atMs: number }): ReactNode {
  return (
    <p className={styles['line']}>
      <span className={styles['soft']}>{name}</span>
      <TimeText at={new Date(atMs).toISOString()} />
    </p>
  );
}
