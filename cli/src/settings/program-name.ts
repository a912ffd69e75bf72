/** How the reader types this program's name: `npx stele` inside a clone, `stele` elsewhere. */

import type { World } from '../world.ts';
import { cloneAround } from './clone.ts';

export function programName(world: World): string {
  return cloneAround(world.workingFolder) === undefined ? 'stele' : 'npx stele';
}
