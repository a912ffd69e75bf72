/** The `stele` command. Everything is behind `run`, so that tests call the same code without a process. */

import { run } from './run.ts';
import { realWorld } from './world.ts';

// `stele … | head` closes the pipe early. That is the reader's decision; the work and its exit code stand.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), realWorld());
