/** A log for benchmarks: what goes wrong reaches standard error, all else would only cost time. */

import { jsonLog } from '@stele/server';

export const quietLog = jsonLog({
  write: (line) => void process.stderr.write(line),
  clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
  level: 'error',
});
