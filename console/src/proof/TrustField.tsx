/** The fingerprint that a reader was given by another way than the receipt: typed or pasted, compared whole, kept nowhere. */

import type { ReactNode } from 'react';

import { useText } from '../text/context.tsx';
import { Field } from '../ui/Field.tsx';
import type { TypedFingerprint } from './fingerprint.ts';
import styles from './TrustField.module.css';

export interface TrustFieldProps {
  readonly value: string;
  readonly given: TypedFingerprint;
  /** Of the receipts' chains. */
  readonly fingerprints: readonly string[];
  readonly onChange: (value: string) => void;
}

export function TrustField({ value, given, fingerprints, onChange }: TrustFieldProps): ReactNode {
  const text = useText();
  const isMalformed = given.kind === 'malformed';
  const isSame = given.kind === 'whole' && fingerprints.includes(given.fingerprint);
  return (
    <div className={styles['trust']}>
      <Field
        label={text('proof.trustLabel')}
        help={text(isSame ? 'proof.trustSame' : 'proof.trustHelp')}
        fault={isMalformed ? text('proof.trustMalformed', { count: given.count }) : undefined}
        value={value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  );
}
