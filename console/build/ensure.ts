/** `node console/build/ensure.ts`: builds the pages when no build of these sources is there, and prints where it is. */

import { ensureConsole } from './ensure-console.ts';

const { folder } = await ensureConsole();
process.stdout.write(`${folder}\n`);
