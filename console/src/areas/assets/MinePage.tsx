/** My account: what I have, how others send me something, and the key that I sign with here. */

import type { ReactNode } from 'react';

import { useText } from '../../text/context.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Section } from '../../ui/Page.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { QrCode } from '../../ui/QrCode.tsx';
import styles from './Assets.module.css';
import { AccountForm } from './keys/AccountForm.tsx';
import { KeySection } from './keys/KeySection.tsx';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { Holdings } from './parts/Holdings.tsx';
import { MyWallet } from './parts/MyAccount.tsx';

export function MinePage(): ReactNode {
  const text = useText();
  return (
    <AssetsPage title={text('assets.mine')} lead={text('assets.mineLead')}>
      <MyWallet>
        {({ account, isKept }) => (
          <>
            {!isKept && <Banner tone="attention">{text('assets.notKept')}</Banner>}
            {account !== undefined && <Receive account={account} />}
            {account !== undefined && <Holdings key={account} account={account} />}
            <KeySection />
            <AccountForm />
          </>
        )}
      </MyWallet>
    </AssetsPage>
  );
}

function Receive({ account }: { readonly account: string }): ReactNode {
  const text = useText();
  return (
    <Section title={text('assets.receive')}>
      <div className={styles['code']}>
        <QrCode value={account} label={text('assets.receiveQr')} />
        <div className={styles['stack']}>
          <p>{text('assets.receiveHelp')}</p>
          <p className={styles['line']}>
            <code className={styles['amount']}>{account}</code>
            <CopyButton value={account} what={text('assets.account')} />
          </p>
        </div>
      </div>
    </Section>
  );
}
