/** What the reader can do about a class as a whole: freeze it or a part of it, certify who may hold it. */

import type { ReactNode } from 'react';

import type { ClassView } from '@stele/protocol';
import { classForm } from '@stele/sdk';

import { offeredCertify } from '../certificates/CertifySection.tsx';
import { offeredFreeze } from '../marks/FreezeSection.tsx';
import { useOfficer } from '../marks/use-officer.ts';
import { Acts } from './Acts.tsx';

export function ClassActs({ of }: { readonly of: ClassView }): ReactNode {
  const officer = useOfficer();
  if (officer === undefined) return null;
  const { account } = officer;
  const { holders: registrar } = classForm(of.definition);
  const certify = registrar === null ? [] : offeredCertify({ account, registrar });
  return (
    <Acts offered={[...offeredFreeze({ from: { kind: 'class', of }, officer }), ...certify]} />
  );
}
