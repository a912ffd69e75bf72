/** Settings from the environment. A variable that is set to nothing counts as not set, as for shells and unit files. */

import type { World } from '../world.ts';

export function settingIn({ env }: World, name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}
