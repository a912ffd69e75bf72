#!/usr/bin/env node
// `npm run documents`: writes the pages that are made from the program itself.

import { launch } from './launch/launch.js';

await launch('e2e/documents/write.ts', []);
