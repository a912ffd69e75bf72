#!/usr/bin/env node
// `npm test`: the whole suite; `npm test -- <fragment>`: the test files whose path contains it.

import { launch } from './launch/launch.js';

await launch('tools/test/main.ts', process.argv.slice(2));
