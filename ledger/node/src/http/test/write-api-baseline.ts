/**
 * Writes api-baseline.json: what the API promises now, without its words. Run by hand, when the API has grown and been released:
 * `node ledger/node/src/http/test/write-api-baseline.ts`. Never to make a failing compatibility test pass.
 */

import { writeFileSync } from 'node:fs';
import { describedApi } from './described-api.ts';

const path = new URL('./api-baseline.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(await describedApi(), null, 1)}\n`);
