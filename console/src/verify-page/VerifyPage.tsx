/** The whole page: header, where files are dropped, what lies there, and one verdict for each receipt. */

import { type ReactNode, useMemo, useState } from 'react';

import { type TypedFingerprint, readFingerprint } from '../proof/fingerprint.ts';
import { useDesk } from '../proof/desk/use-desk.ts';
import { GivenTarget } from '../proof/GivenTarget.tsx';
import { GivenList } from '../proof/desk/GivenList.tsx';
import { TroubleList } from '../proof/desk/TroubleList.tsx';
import { TrustField } from '../proof/TrustField.tsx';
import { TextProvider, useText } from '../text/context.tsx';
import { languageAmong, type Language } from '../text/fill.ts';
import { catalogues } from './catalogues.ts';
import { Header } from './Header.tsx';
import { Sheet } from './Sheet.tsx';
import { useDocument } from './use-document.ts';
import { useVerdictInView } from './use-in-view.ts';
import { useOwnCopies } from './use-own-copies.ts';
import styles from './VerifyPage.module.css';

export function VerifyPage(): ReactNode {
  const [language, setLanguage] = useState<Language>(() => languageAmong(navigator.languages));
  return (
    <TextProvider language={language} catalogue={catalogues[language]}>
      <Header language={language} onLanguage={setLanguage} />
      <Body language={language} />
    </TextProvider>
  );
}

function Body({ language }: { readonly language: Language }): ReactNode {
  const text = useText();
  useDocument(language, `${text('verifyPage.title')} · ${text('verifyPage.mark')}`);
  const [typed, setTyped] = useState('');
  const given = readFingerprint(typed);
  const trusted = useTrusted(given);
  const { desk, state } = useDesk(trusted);
  const { verdicts } = state;
  const fingerprints = verdicts.map(({ verdict }) => verdict.chain?.fingerprint ?? '');
  const asks = fingerprints.findIndex((one) => one !== '');
  const copies = useOwnCopies();
  const isOwn = given.kind === 'whole' && copies.has(given.fingerprint);
  useVerdictInView(state);
  return (
    <main className={styles['main']}>
      <div className={styles['intro']}>
        <h1>{text('verifyPage.title')}</h1>
        <p>{text('verifyPage.lead')}</p>
      </div>
      <GivenTarget onFiles={(files) => void desk.add(files)} />
      <TroubleList desk={desk} troubles={state.troubles} />
      <GivenList desk={desk} state={state} />
      {verdicts.map((one, place) => (
        <Sheet key={one.receipt.key} shown={one} trusted={trusted}>
          {place === asks && (
            <TrustField
              value={typed}
              given={given}
              fingerprints={fingerprints}
              isOwn={isOwn}
              onChange={setTyped}
            />
          )}
        </Sheet>
      ))}
      <footer className={styles['footer']}>{text('verifyPage.footer')}</footer>
    </main>
  );
}

function useTrusted(given: TypedFingerprint): readonly string[] {
  const fingerprint = given.kind === 'whole' ? given.fingerprint : '';
  return useMemo(() => (fingerprint === '' ? [] : [fingerprint]), [fingerprint]);
}
