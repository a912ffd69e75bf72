/** Certifying, as one of the acts of a page. */

import type { ReactNode } from 'react';

import { useText } from '../../../text/context.tsx';
import type { OfferedAct } from '../parts/Acts.tsx';
import { isAmong } from '../signers.ts';
import { FormThenSign } from '../signing/FormThenSign.tsx';
import { CertifyForm, type CertifyFormProps } from './CertifyForm.tsx';

type CertifySectionProps = Omit<CertifyFormProps, 'onReady'>;

function CertifySection(props: CertifySectionProps): ReactNode {
  const text = useText();
  return (
    <FormThenSign title={text('assets.certify')}>
      {(onReady) => <CertifyForm {...props} onReady={onReady} />}
    </FormThenSign>
  );
}

/** Nothing for who has no part in the registrar. */
export function offeredCertify(props: CertifySectionProps): readonly OfferedAct[] {
  if (!isAmong(props.account, [props.registrar])) return [];
  return [{ name: 'assets.certify', form: <CertifySection {...props} /> }];
}
