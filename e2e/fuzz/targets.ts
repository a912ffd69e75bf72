/** All that is fuzzed, by where its bytes come from; each module by itself, so that a thread loads what it fuzzes and no more. */

import type { Target } from './target.ts';
import { TARGETS as asset } from './targets/assets.ts';
import { TARGETS as file } from './targets/files.ts';
import { TARGETS as header } from './targets/headers.ts';
import { TARGETS as http } from './targets/http.ts';
import { TARGETS as page } from './targets/lists.ts';
import { TARGETS as receipt } from './targets/receipts.ts';
import { TARGETS as sdk } from './targets/sdk.ts';
import { TARGETS as structure } from './targets/structures.ts';
import { TARGETS as compared } from './targets/two-verifiers.ts';

interface Group {
  readonly module: string;
  readonly targets: readonly Target[];
}

const GROUPS: readonly Group[] = [
  { module: './targets/structures.ts', targets: structure },
  { module: './targets/receipts.ts', targets: receipt },
  { module: './targets/headers.ts', targets: header },
  { module: './targets/lists.ts', targets: page },
  { module: './targets/files.ts', targets: file },
  { module: './targets/assets.ts', targets: asset },
  { module: './targets/sdk.ts', targets: sdk },
  { module: './targets/http.ts', targets: http },
  { module: './targets/two-verifiers.ts', targets: compared },
];

export const TARGETS: readonly Target[] = GROUPS.flatMap(({ targets }) => targets);

/** Where a target is; undefined when there is none of that name. */
export function moduleOf(name: string): string | undefined {
  return GROUPS.find(({ targets }) => targets.some((one) => one.name === name))?.module;
}
