/** What is to be frozen: chosen among what the page is about, and typed where the page does not know it. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import { Field } from '../../../ui/Field.tsx';
import { HashText } from '../../../ui/HashText.tsx';
import styles from '../Assets.module.css';
import { ClassLink } from '../parts/Amount.tsx';
import { Choice } from '../parts/Choice.tsx';
import { PartyField } from '../parts/PartyField.tsx';
import { PartyLink } from '../parts/PartyLink.tsx';
import { classIn, type Freezable, type FreezeDraft, isSlot } from './freezing.ts';
import type { TargetKind } from './target.ts';

export interface TargetFieldsProps {
  readonly from: Freezable;
  /** What is offered. */
  readonly kinds: readonly TargetKind[];
  readonly draft: FreezeDraft;
  readonly isTried: boolean;
  readonly onChange: (draft: FreezeDraft) => void;
}

export function TargetFields(props: TargetFieldsProps): ReactNode {
  const { kinds, draft, onChange } = props;
  const text = useText();
  return (
    <>
      <Choice
        label={text('assets.freezeOn')}
        value={draft.on}
        options={kinds.map((on) => [on, text(`assets.freezeOn.${on}`)])}
        onChoose={(chosen) => onChange({ ...draft, on: kinds.find((on) => on === chosen) ?? '' })}
      />
      <Particulars {...props} />
    </>
  );
}

function Particulars(props: TargetFieldsProps): ReactNode {
  const { from, draft } = props;
  if (from.kind === 'output') return <OfOutput on={draft.on} output={from.output} />;
  if (draft.on === 'slot') return <SlotField {...props} />;
  if (draft.on !== 'holder') return null;
  return from.kind === 'class' ? <HolderField {...props} /> : <ClassChoice {...props} />;
}

interface OfOutputProps extends Pick<FreezeDraft, 'on'> {
  readonly output: Extract<Freezable, { readonly kind: 'output' }>['output'];
}

/** Which one it is, where the choice does not say it. */
function OfOutput({ on, output }: OfOutputProps): ReactNode {
  const text = useText();
  switch (on) {
    case 'slot':
      return (
        <div className={styles['line']}>
          <span className={styles['soft']}>{text('assets.slot')}</span>
          <HashText value={output.slot} what={text('assets.slot')} />
        </div>
      );
    case 'class':
      return (
        <div className={styles['line']}>
          <span className={styles['soft']}>{text('assets.class')}</span>
          <ClassLink of={output.class} />
        </div>
      );
    case 'holder':
    case 'party':
      return (
        <div className={styles['line']}>
          <span className={styles['soft']}>{text('assets.party')}</span>
          <PartyLink party={output.holder} />
        </div>
      );
    default:
      return null;
  }
}

function SlotField({ draft, isTried, onChange }: TargetFieldsProps): ReactNode {
  const text = useText();
  return (
    <Field
      label={text('assets.slot')}
      help={text('assets.freezeSlotHelp')}
      fault={isTried && !isSlot(draft.slot) ? text('assets.slotFault') : undefined}
      autoComplete="off"
      spellCheck={false}
      value={draft.slot}
      onChange={({ target }) => onChange({ ...draft, slot: target.value })}
    />
  );
}

function HolderField({ draft, isTried, onChange }: TargetFieldsProps): ReactNode {
  const text = useText();
  return (
    <PartyField
      label={text('assets.party')}
      help={text('assets.toHelp')}
      value={draft.party}
      isTried={isTried}
      onChange={(party) => onChange({ ...draft, party })}
    />
  );
}

function ClassChoice({ from, draft, onChange }: TargetFieldsProps): ReactNode {
  const text = useText();
  const classes = from.kind === 'party' ? from.classes : [];
  return (
    <Choice
      label={text('assets.class')}
      value={classIn(from, draft)?.id ?? ''}
      options={classes.map(({ id, organisation, name }) => [id, `${organisation}/${name}`])}
      onChoose={(id) => onChange({ ...draft, class: id })}
    />
  );
}
