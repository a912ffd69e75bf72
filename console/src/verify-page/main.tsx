/** The page that verifies offline: one file, everything inside, nothing kept when it is closed. */

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import '../style/tokens.css';
import '../style/base.css';
import './print.css';
import { VerifyPage } from './VerifyPage.tsx';

const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <VerifyPage />
    </StrictMode>,
  );
}
