#!/usr/bin/env node
// `npm start`: serves everything from this clone. The script in package.json begins with `exec`, because
// npm passes its signals to the shell it started, and a shell that waits keeps them to itself.

import { launch } from './launch/launch.js';

await launch('cli/src/main.ts', ['start', ...process.argv.slice(2)]);
