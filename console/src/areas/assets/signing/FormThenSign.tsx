/** A form, and then what it asks for, to be read and signed: meanwhile the form waits out of sight, with all that was typed. */

import { type ReactNode, useState } from 'react';

import { Section } from '../../../ui/Page.tsx';
import type { Act } from './act.ts';
import { ActFlow } from './ActFlow.tsx';

export interface FormThenSignProps {
  readonly title: string;
  readonly children: (onReady: (act: Act) => void) => ReactNode;
}

export function FormThenSign({ title, children }: FormThenSignProps): ReactNode {
  const [act, setAct] = useState<Act>();
  return (
    <>
      <div hidden={act !== undefined}>
        <Section title={title}>{children(setAct)}</Section>
      </div>
      {act !== undefined && <ActFlow act={act} onBack={() => setAct(undefined)} />}
    </>
  );
}
