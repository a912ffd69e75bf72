/** All texts in Chinese, put together from the areas'. */

import { assetsActsZhCn } from './assets-acts.zh-cn.ts';
import { assetsZhCn } from './assets.zh-cn.ts';
import { batchesZhCn } from './batches.zh-cn.ts';
import { recordsZhCn } from './records.zh-cn.ts';
import { startZhCn } from './start.zh-cn.ts';
import { usageZhCn } from './usage.zh-cn.ts';
import { customersZhCn } from './customers.zh-cn.ts';
import { statusZhCn } from './status.zh-cn.ts';
import { explorerZhCn } from './explorer.zh-cn.ts';
import { lookUpZhCn } from './look-up.zh-cn.ts';
import { appZhCn } from './app.zh-cn.ts';
import { settingsZhCn } from './settings.zh-cn.ts';
import { signInZhCn } from './sign-in.zh-cn.ts';
import type { TextKey } from './context.tsx';
import { proofZhCn } from './proof.zh-cn.ts';
import { uiZhCn } from './ui.zh-cn.ts';
import { verifyPageZhCn } from './verify-page.zh-cn.ts';

export const zhCn: Readonly<Record<TextKey, string>> = {
  ...assetsZhCn,
  ...assetsActsZhCn,
  ...batchesZhCn,
  ...recordsZhCn,
  ...startZhCn,
  ...usageZhCn,
  ...customersZhCn,
  ...statusZhCn,
  ...explorerZhCn,
  ...appZhCn,
  ...signInZhCn,
  ...settingsZhCn,
  ...lookUpZhCn,
  ...proofZhCn,
  ...uiZhCn,
  ...verifyPageZhCn,
};
