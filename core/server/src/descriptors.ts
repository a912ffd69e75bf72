/** How many connections this process can hold beside its files, so that whoever opens many cannot keep it from opening a file. */

import { readFileSync } from 'node:fs';
import { CONNECTIONS_MAX, FILES_RESERVED } from './limits.ts';

/** At most CONNECTIONS_MAX; fewer where the process may not open that many files, and half of those where it may open few. */
export function connectionsMax(openFilesMax = openFilesLimit()): number {
  const beside = Math.max(openFilesMax - FILES_RESERVED, Math.floor(openFilesMax / 2));
  return Math.min(CONNECTIONS_MAX, beside);
}

/** The limit in force; on a system that does not tell, none. */
function openFilesLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}
