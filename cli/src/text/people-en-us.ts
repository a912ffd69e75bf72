/** English texts of signing in with a browser. */

export const peopleEnUs = {
  'start.signIn': 'Sign in      {url} (once, within an hour)',

  'open.summary': 'sign in to the console with a browser',
  'open.about':
    'Asks the running server for a new sign-in link, which works once and within an hour, prints it, and opens it where there is a browser. Whoever has the link is the administrator: on a machine that others use as well, take --print.',
  'open.print': 'only print the link',
  'open.once': 'Works once, until {time}.',
  'open.opened': 'Opened in your browser.',
  'open.noBrowser': 'Open it in a browser: none was found here.',

  'error.PEOPLE_FILE_DAMAGED': 'The file that says who may sign in is damaged: {path}.',
  'action.PEOPLE_FILE_DAMAGED':
    'Put it back from a backup. Without one, move it away: the next start begins with one administrator and a new link.',
  'error.PEOPLE_FILE_EXPOSED': 'Others on this machine can read who may sign in: {path}.',
  'action.PEOPLE_FILE_EXPOSED':
    'Find out who could have read it; if it is still yours alone, run: chmod 600 {path}',
  'error.PEOPLE_FILE_UNREADABLE': 'The file that says who may sign in cannot be read: {path}.',
  'action.PEOPLE_FILE_UNREADABLE': 'Check that the user of this server may read it.',
  'error.PEOPLE_FILE_UNWRITABLE': 'The file that says who may sign in cannot be written: {path}.',
  'action.PEOPLE_FILE_UNWRITABLE':
    'Check that the user of this server may write to the folder, and that there is space.',
} as const;
