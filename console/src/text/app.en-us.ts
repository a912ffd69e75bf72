/** The frame around every page: navigation, connection, language, theme, signing in and out. */

export const appEnUs = {
  'app.name': 'Stele',
  'app.skip': 'Skip to the content',
  'app.navigation': 'Pages',
  'app.menu': 'Menu',
  'app.signIn': 'Sign in',
  'app.signOut': 'Sign out',
  'app.signedInAs': 'Signed in as {name}',
  'app.language': 'Language',
  'app.language.zh-CN': '简体中文',
  'app.language.en-US': 'English',
  'app.theme': 'Theme',
  'app.theme.system': 'As the system',
  'app.theme.light': 'Light',
  'app.theme.dark': 'Dark',
  'app.offline':
    'The server does not answer. What you have typed is kept; this page tries again by itself.',
  'app.sessionEnded':
    'Your session has ended. What you have typed is kept: sign in in another tab or below, then go on here.',
  'app.stillSignedIn': 'You are still signed in',
  'app.stillSignedInHelp':
    'The server has not ended the session of {name}. Whoever uses this browser now can go on with it.',
  'app.notFound': 'There is no such page',
  'app.notFoundHelp': 'The address may be mistyped, or made for another version.',
  'app.toStart': 'To the first page',
  'app.broken': 'This page has broken',
  'app.brokenHelp': 'Load it again. If that does not help, give the operator what stands below.',
  'app.notFetched': 'This page has not come',
  'app.notFetchedHelp':
    'The server does not answer, or has a newer version. Go back to what you had open, or load this page again once the server answers.',
  'app.reload': 'Load again',
  'nav.start': 'Notarise',
  'nav.verify': 'Verify',
  'nav.records': 'Records',
  'nav.batches': 'Batches',
  'nav.customers': 'Customers',
  'nav.usage': 'Usage',
  'nav.assets': 'Assets',
  'nav.explorer': 'Explorer',
  'nav.status': 'Status',
  'nav.settings': 'Settings',
} as const;
