/** Signing in: the ways, and why one did not work. */

export const signInEnUs = {
  'signIn.lead': 'Verifying and looking up need nobody to sign in. Recording does.',
  'signIn.byPasskey': 'With a passkey',
  'signIn.passkeyHelp':
    'Kept by this device, a phone or a security key, and unlocked by your finger, face or PIN. You set one up in Settings, once you are signed in.',
  'signIn.usePasskey': 'Use a passkey',
  'signIn.byPassword': 'With a password',
  'signIn.name': 'Name',
  'signIn.password': 'Password',
  'signIn.code': 'Code of your authenticator app',
  'signIn.codeHelp': 'Six digits; each code counts once.',
  'signIn.submit': 'Sign in',
  'signIn.byLink': 'With a link',
  'signIn.linkHelp': 'On the machine that runs the server, this prints a link and opens it:',
  'signIn.linkOther':
    'Elsewhere, an administrator makes one for you in Settings › People. A link works once, within an hour.',
  'signIn.byLinkNow': 'Signing in with the link …',
  'signIn.linkAsk': 'You are signed in as {name}. Sign in anew with the link that was opened?',
  'signIn.linkAskUnknown':
    'The server does not say who is signed in here. Sign in with the link that was opened?',
  'signIn.comeBack': 'The link has been used up.',
  'signIn.comeBackDo': 'Set up a password or a passkey to come back',
  'signIn.linkUse': 'Sign in with the link',
  'signIn.linkLeave': 'Stay as it is',
  'signIn.anew': 'You are signed in as {name}. Sign in once more, in any of these ways.',
  'signIn.anewDone': 'You can close this tab now, and go on in the other one.',
  'signIn.signInAnew': 'Sign in again (another tab)',
  'signIn.toSettings': 'To your ways to sign in',
  'signIn.fault.ADMIN_LAST':
    'This is the only administrator. Make somebody else administrator first.',
  'signIn.codeNeeded': 'Name and password are right. Now give the code of your app.',
  'signIn.fault.CODE_SETUP_MISSING': 'That took more than ten minutes. Begin again.',
  'signIn.fault.CODE_WRONG':
    'This is not the app’s code for what is shown here. Give the newest one, and see that the clock of the phone is right.',
  'signIn.fault.PASSKEY_CANCELLED': 'The browser was not given a passkey. Try again when ready.',
  'signIn.fault.PASSKEY_EXISTS': 'This passkey has been added already.',
  'signIn.fault.PASSKEY_FAILED': 'The browser could not use a passkey here. Try another way.',
  'signIn.fault.PASSKEY_HERE_ALREADY': 'This device has a passkey of yours already.',
  'signIn.fault.PASSKEY_INVALID': 'The passkey could not be added. Begin again.',
  'signIn.fault.PASSKEY_NEEDS_NAME':
    'Passkeys do not work under a numeric address. Open this page under a host name; on the machine of the server that is {place}.',
  'signIn.fault.PASSKEY_UNSUPPORTED':
    'This browser has no passkeys at this address: they need https, or localhost on the machine of the server.',
  'signIn.fault.PASSWORD_TOO_LONG': 'The password has more than 200 characters.',
  'signIn.fault.PASSWORD_TOO_SHORT':
    'The password has fewer than 10 characters. A few words together are easy to remember.',
  'signIn.fault.PASSWORD_WRONG':
    'This is not your current password. If you have forgotten it, sign in with a link: for fifteen minutes the old one is not asked for.',
  'signIn.fault.PERSON_CHANGED':
    'Somebody else is signed in in this browser now, and nothing was done in their name. What you have typed is kept: do it again in their name, or sign in as yourself.',
  'signIn.fault.PERSON_EXISTS': 'Somebody has this name already. Use one that tells them apart.',
  'signIn.fault.RATE_LIMITED':
    'Too many requests from your address. Try again in {seconds:second|seconds}.',
  'signIn.fault.SESSION_ENDED': 'Your session has ended. Sign in again.',
  'signIn.fault.SESSION_NOT_FRESH':
    'For this you must have signed in within the last fifteen minutes. Sign in again, then do it once more here: what you have typed is kept.',
  'signIn.fault.SIGN_IN_BUSY':
    'Too many people are signing in at this moment. Try again in {seconds:second|seconds}.',
  'signIn.fault.SIGN_IN_LINK_UNKNOWN':
    'This link has expired, or is not of this server. On the machine of the server, npx stele open gives a new one; or ask an administrator.',
  'signIn.fault.SIGN_IN_LINK_USED':
    'This link has been used. On the machine of the server, npx stele open gives a new one; or ask an administrator. If it was not you who used it, tell an administrator now.',
  'signIn.fault.SIGN_IN_REFUSED':
    'That signs nobody in. Check what you gave; if it was forgotten, an administrator can give you a link.',
  'signIn.fault.TRIES_TOO_MANY':
    'Too many wrong tries: wait {seconds:second|seconds}, or use a passkey or a link.',
} as const;
