/** The settings: appearance, ways to sign in, sessions, people. */

export const settingsEnUs = {
  'settings.lead': 'How these pages look, how you sign in, and who else may.',
  'settings.appearance': 'Language and theme',
  'settings.name': 'Name',
  'settings.acts': 'Actions',
  'settings.lastUsed': 'Last used',
  'settings.and': ', ',

  'settings.passkeys': 'Your passkeys',
  'settings.passkeysHelp':
    'A passkey signs you in by your finger, face or PIN. It cannot be guessed, and other sites cannot ask for it.',
  'settings.passkeysNone': 'You have none yet.',
  'settings.passkeyHost': 'Works at',
  'settings.passkeyName': 'Name of the new passkey',
  'settings.passkeyNameHelp': 'For you, such as “office laptop”.',
  'settings.passkeyAdd': 'Add a passkey',
  'settings.passkeyRemove': 'Remove passkey',
  'settings.passkeyRemoveHelp':
    '“{name}” will sign nobody in here any more. Remove it from your device as well.',

  'settings.password': 'Your password',
  'settings.passwordSet': 'You have one. Another one ends your sessions elsewhere.',
  'settings.passwordUnset':
    'You have none. A passkey is easier and safer; a password works anywhere.',
  'settings.passwordCurrent': 'Current password',
  'settings.passwordCurrentHelp':
    'Not needed in the fifteen minutes after signing in with a link or a passkey.',
  'settings.passwordNew': 'New password',
  'settings.passwordNewHelp': 'At least 10 characters; a few words together are easy to remember.',
  'settings.passwordAdd': 'Set password',
  'settings.passwordChange': 'Change password',
  'settings.passwordDone': 'The password is set. Your other sessions have ended.',
  'settings.passwordRemove': 'Remove password',
  'settings.passwordRemoveHelp':
    'You will sign in with a passkey or a link only, and your sessions elsewhere end.',

  'settings.codes': 'Your authenticator app',
  'settings.codesSet': 'Your password is asked for together with a code of your app.',
  'settings.codesUnset': 'With an app, a password that somebody else knows is not enough.',
  'settings.codesNeedPassword':
    'Codes go with a password. You have none yet; passkeys and links need no code.',
  'settings.codesBegin': 'Set up an app',
  'settings.codesQr': 'QR code for your authenticator app',
  'settings.codesScan': 'Scan this with your app, or type the secret into it. Then give its code.',
  'settings.codesSecret': 'secret',
  'settings.codesConfirm': 'Confirm',
  'settings.codesRemove': 'Remove app',
  'settings.codesRemoveHelp': 'Your password alone will sign you in again.',

  'settings.sessions': 'Where you are signed in',
  'settings.sessionsHelp':
    'A session ends after eight hours without use, and after a week at the latest.',
  'settings.sessionsNone': 'Nowhere.',
  'settings.browser': 'Browser',
  'settings.started': 'Since',
  'settings.thisSession': 'this one',
  'settings.sessionEnd': 'End session',
  'settings.sessionEndHelp': 'Whoever uses it is signed out at once.',
  'settings.sessionEndOwn': 'This is the session of this very page: you will be signed out.',

  'settings.people': 'People',
  'settings.peopleHelp':
    'Who may sign in here. They act for this organisation; customers have keys of their own.',
  'settings.you': 'you',
  'settings.role': 'Role',
  'settings.role.admin': 'Administrator',
  'settings.role.clerk': 'Clerk',
  'settings.role.reader': 'Reader',
  'settings.roleHelp.admin': 'everything, people and customers included',
  'settings.roleHelp.clerk': 'records evidence and reads it',
  'settings.roleHelp.reader': 'reads records and receipts',
  'settings.roleChangeHelp':
    'A new role ends the person’s sessions; a link or password still works.',
  'settings.ways': 'Signs in with',
  'settings.waysPasskeys': '{count:passkey|passkeys}',
  'settings.waysPassword': 'password',
  'settings.waysCodes': 'app',
  'settings.waysLink': 'links only',
  'settings.lastSignIn': 'Last signed in',
  'settings.never': 'never',
  'settings.personAdd': 'Add a person',
  'settings.personNameHelp': 'As colleagues know them; it is also typed when signing in.',
  'settings.personChange': 'Change',
  'settings.personRemove': 'Remove',
  'settings.personRemoveHelp':
    '{name} is signed out everywhere at once, and can sign in no more. What {name} recorded stays.',
  'settings.link': 'link',
  'settings.linkMake': 'Sign-in link',
  'settings.linkHelp':
    'Hand this to {name} by a way that nobody else reads. Whoever opens it first is signed in as {name}.',
  'settings.linkUntil': 'Works once, until',
} as const;
