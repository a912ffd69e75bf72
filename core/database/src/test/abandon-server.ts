/** A process that opens the embedded server of a folder, says so, and waits to be killed. */

import { clock, silentLog } from './places.ts';
import { openDatabase } from '../database.ts';

const database = openDatabase({
  kind: 'embedded',
  folder: process.argv[2] ?? '',
  log: silentLog,
  clock,
});
const watch = setInterval(() => {
  const { status, reason } = database.state();
  if (status === 'starting') return;
  clearInterval(watch);
  process.stdout.write(`${status} ${reason ?? ''}\n`);
  setInterval(() => undefined, 1_000);
}, 20);
