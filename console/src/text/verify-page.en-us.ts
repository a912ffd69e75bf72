/** The page that verifies offline: what only it says. */

export const verifyPageEnUs = {
  'verifyPage.title': 'Verify a record',
  'verifyPage.mark': 'Stele · verification',
  'verifyPage.lead':
    'Was this file recorded, when, and who says so? This page works it out by itself. It can reach no network: what you give it stays on this computer.',
  'verifyPage.receiptIn': 'Receipt in',
  'verifyPage.footer':
    'This page is one file. Keep it with the receipt: its SHA-256 stands in README.md of Stele’s source.',
  'verifyPage.back': 'Back to the server’s pages',
  'verifyPage.language': 'Language',
  'verifyPage.language.zh-CN': '简体中文',
  'verifyPage.language.en-US': 'English',
  'verifyPage.theme': 'Theme',
  'verifyPage.theme.system': 'As the system',
  'verifyPage.theme.light': 'Light',
  'verifyPage.theme.dark': 'Dark',
} as const;
