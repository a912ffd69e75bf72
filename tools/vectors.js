#!/usr/bin/env node
// `npm run vectors`: writes spec/vectors anew after a change of the formats.

import { launch } from './launch/launch.js';

await launch('e2e/vectors/make.ts', []);
