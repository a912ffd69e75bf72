/** What the reader can do here, one at a time: its form stands below, and stays with what becomes of it until another is chosen. */

import { type ReactNode, useState } from 'react';

import { type TextKey, useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Section } from '../../../ui/Page.tsx';
import styles from '../Assets.module.css';

export interface OfferedAct {
  readonly name: TextKey;
  readonly form: ReactNode;
}

export function Acts({ offered }: { readonly offered: readonly OfferedAct[] }): ReactNode {
  const text = useText();
  // Once it is done, it may be offered no longer: what became of it stays in view.
  const [chosen, setChosen] = useState<OfferedAct>();
  if (offered.length === 0 && chosen === undefined) return null;
  return (
    <>
      {offered.length > 0 && (
        <Section title={text('assets.acts')}>
          <div className={styles['acts']}>
            {offered.map((act) => (
              <Button
                key={act.name}
                aria-expanded={act.name === chosen?.name}
                onClick={() => setChosen(act.name === chosen?.name ? undefined : act)}
              >
                {text(act.name)}
              </Button>
            ))}
          </div>
        </Section>
      )}
      {chosen?.form}
    </>
  );
}
