/** The fingerprint that a reader was given by another way than the receipt: typed or pasted, compared whole, kept nowhere. */

import type { ReactNode } from 'react';

import { type TextKey, useText } from '../text/context.tsx';
import { Field } from '../ui/Field.tsx';
import type { TypedFingerprint } from './fingerprint.ts';
import styles from './TrustField.module.css';

export interface TrustFieldProps {
  readonly value: string;
  readonly given: TypedFingerprint;
  /** Of the receipts' chains. */
  readonly fingerprints: readonly string[];
  /** The reader has copied it from this very page. */
  readonly isOwn: boolean;
  readonly onChange: (value: string) => void;
}

export function TrustField(props: TrustFieldProps): ReactNode {
  const { value, given, onChange } = props;
  const text = useText();
  const isMalformed = given.kind === 'malformed';
  return (
    <div className={styles['trust']}>
      <Field
        label={text('proof.trustLabel')}
        help={text(helpFor(props))}
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

function helpFor({ given, fingerprints, isOwn }: TrustFieldProps): TextKey {
  if (given.kind !== 'whole' || !fingerprints.includes(given.fingerprint)) return 'proof.trustHelp';
  return isOwn ? 'proof.trustOwn' : 'proof.trustSame';
}
