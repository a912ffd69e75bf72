/** Freezing, as one of the acts of a page. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import type { OfferedAct } from '../parts/Acts.tsx';
import { FormThenSign } from '../signing/FormThenSign.tsx';
import { FreezeForm, type FreezeFormProps } from './FreezeForm.tsx';
import { kindsFor } from './freezing.ts';

type FreezeSectionProps = Omit<FreezeFormProps, 'onReady'>;

function FreezeSection(props: FreezeSectionProps): ReactNode {
  const text = useText();
  return (
    <FormThenSign title={text('assets.freeze')}>
      {(onReady) => <FreezeForm {...props} onReady={onReady} />}
    </FormThenSign>
  );
}

/** Nothing for who may freeze nothing here. */
export function offeredFreeze(props: FreezeSectionProps): readonly OfferedAct[] {
  if (kindsFor(props.from, props.officer).length === 0) return [];
  return [{ name: 'assets.freeze', form: <FreezeSection {...props} /> }];
}
