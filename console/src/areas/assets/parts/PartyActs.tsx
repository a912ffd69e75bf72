/** What the reader can do about a party: freeze all or some of what it has, and certify it, where a class names them for that. */

import type { ReactNode } from 'react';

import { classForm } from '@stele/sdk';

import { offeredCertify } from '../certificates/CertifySection.tsx';
import { offeredFreeze } from '../marks/FreezeSection.tsx';
import { freezableAmong } from '../marks/freezing.ts';
import { useOfficer } from '../marks/use-officer.ts';
import { useAllClasses } from '../queries.ts';
import { Acts } from './Acts.tsx';

export function PartyActs({ party }: { readonly party: string }): ReactNode {
  const officer = useOfficer();
  const classes = useAllClasses().data ?? [];
  if (officer === undefined) return null;
  const { account } = officer;
  const isRegistrar = classes.some(({ definition }) => classForm(definition).holders === account);
  const from = { kind: 'party', party, classes: freezableAmong(classes, officer) } as const;
  const certify = isRegistrar ? offeredCertify({ account, registrar: account, party }) : [];
  return <Acts offered={[...offeredFreeze({ from, officer }), ...certify]} />;
}
