/** Second half of `bench restart`: opens the folder, and says when it was ready, since the call and since the process began. */

import { openNode } from '@stele/node';
import { quietLog } from '../quiet-log.ts';

const [folder = ''] = process.argv.slice(2);
const startedMs = performance.now();
const node = await openNode({ dataFolder: folder, log: quietLog });
// The clock of `performance` starts with the process.
const readyMs = performance.now();
console.log(`${String(readyMs - startedMs)} ${String(readyMs)}`);
await node.close();
