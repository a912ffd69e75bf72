/** Taking a step, as one of the acts of an output's page. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import type { OfferedAct } from '../parts/Acts.tsx';
import { FormThenSign } from '../signing/FormThenSign.tsx';
import { stepsFor } from './step-act.ts';
import { StepForm, type StepFormProps } from './StepForm.tsx';

type StepSectionProps = Omit<StepFormProps, 'onReady'>;

function StepSection(props: StepSectionProps): ReactNode {
  const text = useText();
  return (
    <FormThenSign title={text('assets.takeStep')}>
      {(onReady) => <StepForm {...props} onReady={onReady} />}
    </FormThenSign>
  );
}

/** Nothing where no step leads on from where the output stands, or none that the account has a part in. */
export function offeredStep(props: Omit<StepSectionProps, 'steps'>): readonly OfferedAct[] {
  const steps = stepsFor(props.definition, props.output, props.account);
  if (steps.length === 0) return [];
  return [{ name: 'assets.takeStep', form: <StepSection {...props} steps={steps} /> }];
}
