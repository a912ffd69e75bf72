#!/usr/bin/env node
// `npx stele …` inside a clone: the root package's own command, so npx never looks for it elsewhere.

import { launch } from './launch/launch.js';

await launch('cli/src/main.ts', process.argv.slice(2));
