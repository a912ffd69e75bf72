/** The form for a step: which, the fields that it sets, and what goes with it. */

import { type ReactNode, type SubmitEvent, useState } from 'react';

import type { OutputView } from '@stele/protocol';
import type { ClassForm } from '@stele/sdk';

import { useText } from '../../../text/context.tsx';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Answered } from '../../../ui/States.tsx';
import styles from '../Assets.module.css';
import { Choice } from '../parts/Choice.tsx';
import { OutputLink } from '../parts/OutputLink.tsx';
import { ScalarFields } from '../parts/ScalarFields.tsx';
import { SignedToo } from '../parts/SignedToo.tsx';
import type { TypedValues } from '../scalar.ts';
import { othersThan } from '../signers.ts';
import type { Act } from '../signing/act.ts';
import { type SetMembers, useSetMembers } from './set-members.ts';
import { type PossibleStep, stepAct } from './step-act.ts';

export interface StepFormProps {
  readonly output: OutputView;
  readonly definition: ClassForm;
  readonly account: string;
  /** One at least. */
  readonly steps: readonly PossibleStep[];
  readonly onReady: (act: Act) => void;
}

export function StepForm(props: StepFormProps): ReactNode {
  const { steps } = props;
  const text = useText();
  const [name, setName] = useState('');
  const possible = steps.find(({ step }) => step.name === name) ?? steps[0];
  if (possible === undefined) return null;
  return (
    <div className={styles['stack']}>
      <div className={styles['form']}>
        <Choice
          label={text('assets.stepWhich')}
          value={possible.step.name}
          options={steps.map(({ step }) => [step.name, wayOf(step, props.output, text)])}
          onChoose={setName}
        />
      </div>
      <Taking key={possible.step.name} {...props} possible={possible} />
    </div>
  );
}

function wayOf(
  { name, to }: PossibleStep['step'],
  { state }: OutputView,
  text: ReturnType<typeof useText>,
): string {
  return text('assets.stepOption', { name, from: state?.name ?? '', to });
}

interface TakingProps extends StepFormProps {
  readonly possible: PossibleStep;
}

function Taking(props: TakingProps): ReactNode {
  const { output, definition, possible } = props;
  const members = useSetMembers(output, definition, possible.step);
  return (
    <Answered of={members} rows={2}>
      {(found) =>
        found.missing.length > 0 ? <Missing {...found} /> : <Fields {...props} {...found} />
      }
    </Answered>
  );
}

/** What is to be taken together is not in one hand: no form can ask for it. */
function Missing({ missing }: Pick<SetMembers, 'missing'>): ReactNode {
  const text = useText();
  return (
    <Banner tone="attention">{text('assets.stepMissing', { members: missing.join(', ') })}</Banner>
  );
}

type FieldsProps = TakingProps & Pick<SetMembers, 'outputs'>;

function Fields({ account, output, outputs, possible, onReady }: FieldsProps): ReactNode {
  const text = useText();
  const [values, setValues] = useState<TypedValues>({});
  const [isTried, setTried] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    const act = stepAct({ account, possible, outputs, values });
    if (act !== undefined) onReady(act);
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      className={styles['form']}
      aria-label={text('assets.takeStep')}
    >
      <ScalarFields
        fields={possible.fields}
        values={values}
        isTried={isTried}
        onChange={setValues}
      />
      <Companions outputs={outputs.filter(({ id }) => id !== output.id)} />
      <SignedToo parties={othersThan(account, possible.signers)} />
      <Button type="submit" look="primary">
        {text('assets.review')}
      </Button>
    </form>
  );
}

function Companions({ outputs }: Pick<SetMembers, 'outputs'>): ReactNode {
  const text = useText();
  if (outputs.length === 0) return null;
  return (
    <div className={styles['line']}>
      <span className={styles['soft']}>{text('assets.stepWith')}</span>
      {outputs.map(({ id }) => (
        <OutputLink key={id} id={id} />
      ))}
    </div>
  );
}
