/** `npm run documents`: everything in the documents that is made from the program itself. */

import { writeFileSync } from 'node:fs';
import { commandLinePage, PAGE } from './command-line.ts';
import { writePageHash } from './page-hash.ts';

writeFileSync(PAGE, commandLinePage());
await writePageHash();
