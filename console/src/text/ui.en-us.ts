/** The parts that every page is made of. */

export const uiEnUs = {
  'ui.copy': 'Copy',
  'ui.copied': 'Copied',
  'ui.copyFailed': 'Could not copy; select the text instead.',
  'ui.showWhole': 'Show all of it',
  'ui.letGo': 'Let go: only its digest leaves this computer.',
  'ui.chooseFile': 'Choose a file',
  'ui.close': 'Close',
  'ui.cancel': 'Cancel',
  'ui.save': 'Save',
  'ui.retry': 'Try again',
  'ui.more': 'Show more',
  'ui.loading': 'Loading …',
  'ui.failed': 'This could not be loaded',
  'ui.code': 'Code',
  'ui.requestId': 'Request id',
  'ui.denied': 'You may not see this',
  'ui.deniedScope':
    'It needs the permission {scope}. An administrator of this node grants it, in Settings › People.',
  'ui.signInNeeded': 'Sign in to see this',
  'ui.signInNeededHelp':
    'With a passkey or a password; or with a link, which an administrator makes for you, or “npx stele open” prints on the machine that runs the server.',
  'ui.stale':
    'Search is behind the ledger by {count:entry|entries}; the newest records may be missing here.',
  'ui.call': 'Show me the call',
  'ui.callTitle': 'The same, without this page',
  'ui.callIntro':
    'What this page does, as a program or a person at a terminal does it. The key is left out: it belongs in the environment, never in a script.',
  'ui.callCurl': 'curl',
  'ui.callTypescript': 'TypeScript',
  'ui.callCli': 'Command line',
  'ui.utc': '{time} (UTC)',
  'ui.none': 'none',
  'ui.unreachable': 'The server does not answer',
  'ui.unreachableAction': 'See that it is running and that you are connected, then try again.',
  'ui.unreadable': 'The answer of the server could not be read',
  'ui.unreadableAction': 'Load this page again; it may belong to another version of the server.',
  'ui.downloadFailed': '“{form}” could not be fetched',
  'ui.personChanged':
    'Somebody else is signed in in this browser now, and nothing was done in their name.',
  'ui.personChangedAction':
    'What you have typed is kept. See at the top who it is: then do it again in their name, or sign in as yourself.',
} as const;
