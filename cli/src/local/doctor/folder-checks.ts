/** Looks at a data folder (spec/disk.md): who owns it, what is in it, and whether the log reaches what was signed. */

import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { isCoded } from '@stele/base';
import { floorBytes, type FolderFacts, inspectFolder, SPACE_FLOORS } from '@stele/node';
import { PEOPLE_FILE } from '@stele/people';

import { reasonOf } from '../../files/reason.ts';
import { hasChain } from '../../settings/data-folder.ts';
import { spaceOf } from '../../status/storage.ts';
import { localTime } from '../../terminal/local-time.ts';
import { bytesText, countText } from '../../terminal/quantities.ts';
import type { Finding } from './finding.ts';

const DAY_MS = 86_400_000;
/** The node renews its statement thirty days before it ends; later than that, it did not run for long. */
const STATEMENT_WARN_MS = 14 * DAY_MS;
/** What a node allows for before it refuses writes. */
const CLOCK_BEHIND_MS = 2_000;
const OTHERS = 0o077;
const SECRETS = [
  'admin.key',
  'keys/organisation.key',
  'keys/operator.key',
  'keys/log.key',
  'keys/cosigner.key',
];

/** Nothing else can be said of a folder without a chain, or of one that may not be read. */
export async function folderFindings(folder: string, nowMs: number): Promise<readonly Finding[]> {
  if (!hasChain(folder)) {
    const [say, next] = ['doctor.folderMissing', 'doctor.folderMissingNext'] as const;
    return [{ check: 'folder', level: 'error', say, next, parameters: { folder } }];
  }
  const access = accessFinding(folder);
  if (access.level === 'error') return [access];
  return [
    access,
    ...ownerFindings(folder),
    ...secretFindings(folder),
    ...(await contentFindings(folder, nowMs)),
    ...(await spaceFindings(folder)),
  ];
}

function accessFinding(folder: string): Finding {
  const check = 'folder';
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return { check, level: 'ok', say: 'doctor.folder', parameters: { folder } };
  } catch (error) {
    const parameters = { folder, reason: reasonOf(error) };
    const [say, next] = ['doctor.folderForbidden', 'doctor.folderForbiddenNext'] as const;
    return { check, level: 'error', say, next, parameters };
  }
}

function ownerFindings(folder: string): readonly Finding[] {
  const owner = statSync(folder).uid;
  if (owner === userInfo().uid) return [];
  const [say, next] = ['doctor.owner', 'doctor.ownerNext'] as const;
  return [{ check: 'owner', level: 'warning', say, next, parameters: { owner } }];
}

/** The files nobody else may read; whatever else lies in `keys/` is one of them. */
function secretFindings(folder: string): readonly Finding[] {
  const others = namesIn(join(folder, 'keys')).map((name) => `keys/${name}`);
  // Older versions had none; the next start makes one.
  const people = existsSync(join(folder, PEOPLE_FILE)) ? [PEOPLE_FILE] : [];
  const paths = [...new Set([...SECRETS, ...others, ...people])];
  const bad = paths.flatMap((path) => secretFinding(folder, path));
  if (bad.length > 0) return bad;
  return [{ check: 'keys', level: 'ok', say: 'doctor.keys', parameters: { count: paths.length } }];
}

function secretFinding(folder: string, name: string): readonly Finding[] {
  const path = join(folder, name);
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  const common = { check: 'keys', level: 'error', parameters: { path } } as const;
  if (mode === undefined) {
    return [{ ...common, say: 'doctor.keyMissing', next: 'doctor.keyMissingNext' }];
  }
  if ((mode & OTHERS) === 0) return [];
  return [{ ...common, say: 'doctor.keyExposed', next: 'doctor.keyExposedNext' }];
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function contentFindings(folder: string, nowMs: number): Promise<readonly Finding[]> {
  try {
    const facts = await inspectFolder(folder);
    return [
      { check: 'format', level: 'ok', say: 'doctor.format' },
      {
        check: 'log',
        level: 'ok',
        say: 'doctor.log',
        parameters: { entries: countText(facts.size) },
      },
      ...statementFindings(facts, nowMs),
      clockFinding(facts, nowMs),
    ];
  } catch (error) {
    if (!isCoded(error)) throw error;
    return [contentFinding(error.code, error.message)];
  }
}

function contentFinding(code: string, detail: string): Finding {
  const parameters = { detail };
  if (code.startsWith('FORMAT_')) {
    const [say, next] = ['doctor.formatBad', 'doctor.formatBadNext'] as const;
    return { check: 'format', level: 'error', say, next, parameters };
  }
  const [say, next] = ['doctor.logShort', 'doctor.logShortNext'] as const;
  return { check: 'log', level: 'error', say, next, parameters };
}

function statementFindings({ statementEndsMs }: FolderFacts, nowMs: number): readonly Finding[] {
  // None that can be read: the next start makes it.
  if (statementEndsMs === undefined) return [];
  const common = { check: 'statement', parameters: { time: localTime(statementEndsMs) } };
  const leftMs = statementEndsMs - nowMs;
  if (leftMs > STATEMENT_WARN_MS) return [{ ...common, level: 'ok', say: 'doctor.statement' }];
  const level = leftMs > 0 ? 'warning' : 'error';
  return [{ ...common, level, say: 'doctor.statementEnds', next: 'doctor.statementEndsNext' }];
}

function clockFinding({ blockTimeMs }: FolderFacts, nowMs: number): Finding {
  const check = 'clock';
  if (nowMs + CLOCK_BEHIND_MS >= blockTimeMs) return { check, level: 'ok', say: 'doctor.clock' };
  const parameters = { now: localTime(nowMs), block: localTime(blockTimeMs) };
  const [say, next] = ['doctor.clockBehind', 'doctor.clockBehindNext'] as const;
  return { check, level: 'error', say, next, parameters };
}

async function spaceFindings(folder: string): Promise<readonly Finding[]> {
  const space = await spaceOf(folder);
  if (space === undefined) return [];
  const { freeBytes, totalBytes } = space;
  const refuseBytes = floorBytes(SPACE_FLOORS.refuse, totalBytes);
  const parameters = {
    free: bytesText(freeBytes),
    total: bytesText(totalBytes),
    floor: bytesText(refuseBytes),
  };
  const check = 'space';
  if (freeBytes < refuseBytes) {
    const [say, next] = ['doctor.spaceRefusing', 'doctor.spaceNext'] as const;
    return [{ check, level: 'error', say, next, parameters }];
  }
  if (freeBytes < floorBytes(SPACE_FLOORS.warn, totalBytes)) {
    const [say, next] = ['doctor.spaceLow', 'doctor.spaceNext'] as const;
    return [{ check, level: 'warning', say, next, parameters }];
  }
  return [{ check, level: 'ok', say: 'doctor.space', parameters }];
}
