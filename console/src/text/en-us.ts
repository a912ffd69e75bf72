/** All texts in English, put together from the areas'. */

import { assetsActsEnUs } from './assets-acts.en-us.ts';
import { assetsEnUs } from './assets.en-us.ts';
import { batchesEnUs } from './batches.en-us.ts';
import { recordsEnUs } from './records.en-us.ts';
import { startEnUs } from './start.en-us.ts';
import { usageEnUs } from './usage.en-us.ts';
import { customersEnUs } from './customers.en-us.ts';
import { statusEnUs } from './status.en-us.ts';
import { explorerEnUs } from './explorer.en-us.ts';
import { lookUpEnUs } from './look-up.en-us.ts';
import { appEnUs } from './app.en-us.ts';
import { settingsEnUs } from './settings.en-us.ts';
import { signInEnUs } from './sign-in.en-us.ts';
import { proofEnUs } from './proof.en-us.ts';
import { uiEnUs } from './ui.en-us.ts';
import { verifyPageEnUs } from './verify-page.en-us.ts';

export const enUs = {
  ...assetsEnUs,
  ...assetsActsEnUs,
  ...batchesEnUs,
  ...recordsEnUs,
  ...startEnUs,
  ...usageEnUs,
  ...customersEnUs,
  ...statusEnUs,
  ...explorerEnUs,
  ...appEnUs,
  ...signInEnUs,
  ...settingsEnUs,
  ...lookUpEnUs,
  ...proofEnUs,
  ...uiEnUs,
  ...verifyPageEnUs,
} as const;
