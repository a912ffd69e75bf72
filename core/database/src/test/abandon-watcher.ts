/** A process that has a server watched, as its argument says in JSON, tells the watcher's number, and waits to be killed. */

import { watchServer, type WatchOptions } from '../embedded/watcher.ts';

const watcher = watchServer(JSON.parse(process.argv[2] ?? '') as WatchOptions);
process.stdout.write(`${String(watcher.pid)}\n`);
setInterval(() => undefined, 1_000);
