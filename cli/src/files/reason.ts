/** Why the operating system refused, without path and call around it. */

/** The code, such as ENOENT, where there is one (the catalogues have words for the common ones), else the error's message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && /^E[A-Z]+$/.test(code) ? code : error.message;
}
