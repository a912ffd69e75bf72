/**
 * The configuration of the all-in-one process: the settings of every Stele server, with command-line options before the environment.
 * All faults are reported at once, by @stele/server.
 */

import {
  type Exposure,
  exposureOf,
  httpSettings,
  type LogLevel,
  readConfiguration,
} from '@stele/server';
import { Type } from 'typebox';

import type { Arguments } from '../../arguments.ts';
import { checkIsFolder, dataFolderOf } from '../../settings/data-folder.ts';
import { settingIn } from '../../settings/environment.ts';
import type { World } from '../../world.ts';

export interface GivenSettings {
  readonly host: string | undefined;
  readonly port: number | undefined;
}

export interface Settings {
  readonly dataFolder: string;
  readonly exposure: Exposure;
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly organisation: string;
  readonly organisationName: string;
  /** What certificates and links carry; without a slash at its end. */
  readonly publicUrl: string | undefined;
  readonly evidence: EvidenceSettings;
  /** Whether the pages are served. */
  readonly hasConsole: boolean;
  /** For `--print-config`: each value with where it comes from, secrets masked. */
  readonly report: Readonly<Record<string, unknown>>;
}

export interface EvidenceSettings {
  /** Undefined: the embedded server. */
  readonly databaseUrl: string | undefined;
  readonly hasProjection: boolean;
  /** Undefined: the one in the data folder. */
  readonly masterKey: string | undefined;
  /** `name=url,name=url` */
  readonly timestampAuthorities: string;
}

/** Who a chain's one member is; read when the chain is made, and on every receipt for ever. */
const organisationSettings = {
  organisation: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,31}$',
    default: 'local',
    environment: 'STELE_ORGANISATION',
    fix: 'Set 1 to 32 of a–z, 0–9 and hyphens, such as city-court.',
  }),
  organisationName: Type.String({
    minLength: 1,
    maxLength: 50,
    default: 'Local operator',
    environment: 'STELE_ORGANISATION_NAME',
    fix: 'Set a name of 1 to 50 characters, as people should read it on receipts.',
  }),
};

/** The evidence service: where it derives search, and who vouches for the time besides the chain. */
const evidenceSettings = {
  databaseUrl: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      environment: 'DATABASE_URL',
      secret: true,
      fix: 'Set postgres://user:password@host:port/database, or nothing for the embedded server.',
    }),
  ),
  projection: Type.Enum(['on', 'off'], {
    default: 'on',
    environment: 'STELE_PROJECTION',
    fix: 'Set on, or off for a node that answers no search.',
  }),
  masterKey: Type.Optional(
    Type.String({
      environment: 'STELE_MASTER_KEY',
      secret: true,
      fix: 'Set 32 bytes as base64url, or nothing for the file keys/master.secret.',
    }),
  ),
  timestampAuthorities: Type.String({
    default: '',
    environment: 'STELE_TIMESTAMP_AUTHORITIES',
    fix: 'Set name=url,name=url; each certificate lies at timestamp-authorities/NAME.pem of the data folder.',
  }),
};

const consoleSettings = {
  console: Type.Enum(['on', 'off'], {
    default: 'on',
    environment: 'STELE_CONSOLE',
    fix: 'Set on, or off for a server without pages.',
  }),
};

const Schema = Type.Object({
  ...httpSettings,
  ...organisationSettings,
  ...evidenceSettings,
  ...consoleSettings,
});

/** CONFIGURATION_INVALID, TLS_FILE_UNREADABLE. */
export function readSettings(options: GivenSettings, given: Arguments, world: World): Settings {
  const { values, report } = readConfiguration(Schema, {
    environment: {
      ...world.env,
      ...(options.host !== undefined && { STELE_HOST: options.host }),
      ...(options.port !== undefined && { STELE_PORT: String(options.port) }),
    },
  });
  const dataFolder = dataFolderOf(given, world);
  return {
    dataFolder,
    exposure: exposureOf(values),
    port: values.port,
    organisation: values.organisation,
    organisationName: values.organisationName,
    publicUrl: values.publicUrl?.replace(/\/+$/, ''),
    evidence: {
      databaseUrl: values.databaseUrl,
      hasProjection: values.projection === 'on',
      masterKey: values.masterKey,
      timestampAuthorities: values.timestampAuthorities,
    },
    hasConsole: values.console === 'on',
    logLevel: logLevelOf(values.logLevel, world),
    report: {
      dataFolder: { value: dataFolder, source: dataFolderSource(given, world) },
      ...report,
      ...(options.host !== undefined && { host: { value: options.host, source: '--host' } }),
      ...(options.port !== undefined && { port: { value: options.port, source: '--port' } }),
    },
  };
}

/** What can be known to fail before anything is created: DATA_NOT_A_FOLDER. */
export function checkSettings({ dataFolder }: Settings): void {
  checkIsFolder(dataFolder);
}

/** A person at a terminal is not shown a line for every request, unless asked for. */
function logLevelOf(configured: LogLevel, world: World): LogLevel {
  const isAsked = settingIn(world, 'STELE_LOG') !== undefined;
  return isAsked || !world.err.isTerminal ? configured : 'warn';
}

function dataFolderSource(given: Arguments, world: World): string {
  if (given.value('data') !== undefined) return '--data';
  return settingIn(world, 'STELE_DATA') === undefined ? 'default' : 'STELE_DATA';
}
