/** Redeeming, as one of the acts of an output's page. */

import type { ReactNode } from 'react';

import type { OutputView } from '@stele/protocol';
import type { ClassForm } from '@stele/sdk';

import { useText } from '../../../text/context.tsx';
import { readOwner } from '../owner.ts';
import { redeemersOf } from '../redeem-act.ts';
import { FormThenSign } from '../signing/FormThenSign.tsx';
import type { OfferedAct } from './Acts.tsx';
import { RedeemForm, type RedeemFormProps } from './RedeemForm.tsx';

type RedeemSectionProps = Omit<RedeemFormProps, 'onReady'>;

function RedeemSection(props: RedeemSectionProps): ReactNode {
  const text = useText();
  return (
    <FormThenSign title={text('assets.redeem')}>
      {(onReady) => <RedeemForm {...props} onReady={onReady} />}
    </FormThenSign>
  );
}

export interface Redeemable {
  readonly output: OutputView;
  readonly definition: ClassForm;
  readonly account: string;
}

/** Nothing where the output is not the account's, or its class allows no redemption. */
export function offeredRedeem({ output, definition, account }: Redeemable): readonly OfferedAct[] {
  const owner = readOwner(output.owner);
  if (owner?.kind !== 'party' || owner.party !== account) return [];
  const redeemers = redeemersOf(definition, account);
  if (redeemers === undefined) return [];
  const form = <RedeemSection output={output} account={account} redeemers={redeemers} />;
  return [{ name: 'assets.redeem', form }];
}
