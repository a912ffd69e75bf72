/** The texts that this page shows, in both languages: it has no server to ask for another. */

import type { Catalogue } from '../text/context.tsx';
import type { Language } from '../text/fill.ts';
import { proofEnUs } from '../text/proof.en-us.ts';
import { proofZhCn } from '../text/proof.zh-cn.ts';
import { uiEnUs } from '../text/ui.en-us.ts';
import { uiZhCn } from '../text/ui.zh-cn.ts';
import { verifyPageEnUs } from '../text/verify-page.en-us.ts';
import { verifyPageZhCn } from '../text/verify-page.zh-cn.ts';

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  'en-US': { ...proofEnUs, ...uiEnUs, ...verifyPageEnUs },
  'zh-CN': { ...proofZhCn, ...uiZhCn, ...verifyPageZhCn },
};
