/** Troubles that begin in this browser (a file that cannot be read, say), in the shape of the server's. */

import { isCoded } from '@stele/base';

import type { Problem } from '../../api/api-error.ts';

/** Undefined for errors that are no coded ones. */
export function codedProblem(error: unknown): Problem | undefined {
  if (!isCoded(error)) return undefined;
  const { code, message, action = '' } = error;
  return { status: 0, code, detail: message, action, errors: [] };
}
