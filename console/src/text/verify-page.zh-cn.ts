/** 离线核验页：仅此页使用的文字。 */

import type { verifyPageEnUs } from './verify-page.en-us.ts';

export const verifyPageZhCn: Readonly<Record<keyof typeof verifyPageEnUs, string>> = {
  'verifyPage.title': '核验存证',
  'verifyPage.mark': '链碑 · 核验',
  'verifyPage.lead':
    '这个文件是否存证过，何时存证，由谁背书？本页自行算出答案。它无法访问任何网络：您给出的内容不会离开这台电脑。',
  'verifyPage.receiptIn': '收据来自',
  'verifyPage.footer':
    '本页只有一个文件，请与收据一同保存；它的 SHA-256 载于链碑源代码的 README.md。',
  'verifyPage.back': '返回服务器的页面',
  'verifyPage.language': '语言',
  'verifyPage.language.zh-CN': '简体中文',
  'verifyPage.language.en-US': 'English',
  'verifyPage.theme': '主题',
  'verifyPage.theme.system': '跟随系统',
  'verifyPage.theme.light': '浅色',
  'verifyPage.theme.dark': '深色',
};
