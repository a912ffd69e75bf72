/** Why the operating system refused, without path and call around it. */

/** The code, such as ENOENT, where there is one (the catalogues have words for the common ones), else the error's message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path !== undefined) return absenceOf(path);
  return code !== undefined && /^E[A-Z]+$/.test(code) ? code : error.message;
}

/**
 * Why nothing is at `path`. Node.js reads arguments as UTF-8 and puts U+FFFD for what is not: a file with such a name is there, but
 * cannot be named.
 */
export function absenceOf(path: string): string {
  return path.includes('\ufffd') ? 'NAME_NOT_UTF8' : 'ENOENT';
}
