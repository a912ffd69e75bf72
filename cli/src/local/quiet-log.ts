/** The log of a command that opens a node for a while: what goes wrong reaches standard error, and nothing else is said. */

import { jsonLog } from '@stele/server';

export const quietLog = jsonLog({
  write: (line) => void process.stderr.write(line),
  clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
  level: 'error',
});
