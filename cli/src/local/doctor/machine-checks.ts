/** Looks at what a server needs besides its folder: Node.js, a TLS certificate, a database. */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';

import { recordedAddressOf } from '../../settings/data-folder.ts';
import { settingIn } from '../../settings/environment.ts';
import { localTime } from '../../terminal/local-time.ts';
import type { World } from '../../world.ts';
import type { Finding } from './finding.ts';

const NODE_MIN = 24;
const TIMEOUT_MS = 5_000;
const DAY_MS = 86_400_000;
const CERTIFICATE_WARN_MS = 30 * DAY_MS;
const POSTGRES_PORT = 5432;

export async function machineFindings(
  folder: string,
  world: World,
  nowMs: number,
): Promise<readonly Finding[]> {
  return [
    nodeFinding(process.versions.node),
    ...(await certificateFindings(folder, world, nowMs)),
    ...(await databaseFindings(settingIn(world, 'DATABASE_URL'))),
  ];
}

export function nodeFinding(version: string): Finding {
  const check = 'node';
  const parameters = { version };
  if (Number(version.split('.')[0]) >= NODE_MIN) {
    return { check, level: 'ok', say: 'doctor.node', parameters };
  }
  return { check, level: 'error', say: 'doctor.nodeOld', next: 'doctor.nodeOldNext', parameters };
}

/** The certificate that is configured, else the one that is served; nothing to say without TLS. */
async function certificateFindings(
  folder: string,
  world: World,
  nowMs: number,
): Promise<readonly Finding[]> {
  const check = 'certificate';
  const path = settingIn(world, 'STELE_TLS_CERT');
  const address = recordedAddressOf(folder);
  try {
    const certificate =
      path === undefined ? await served(address) : new X509Certificate(readFileSync(path));
    return certificate === undefined ? [] : [certificateFinding(certificate, nowMs)];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const [say, next] = ['doctor.certificateBad', 'doctor.certificateNext'] as const;
    return [{ check, level: 'error', say, next, parameters: { detail } }];
  }
}

export function certificateFinding(
  { validToDate }: Pick<X509Certificate, 'validToDate'>,
  nowMs: number,
): Finding {
  const endsMs = validToDate.getTime();
  const common = { check: 'certificate', parameters: { time: localTime(endsMs) } };
  if (endsMs - nowMs > CERTIFICATE_WARN_MS) {
    return { ...common, level: 'ok', say: 'doctor.certificate' };
  }
  const level = endsMs > nowMs ? 'warning' : 'error';
  return { ...common, level, say: 'doctor.certificateEnds', next: 'doctor.certificateNext' };
}

/** Whom it is from does not matter here: its days are counted, nothing is sent. */
async function served(address: string | undefined): Promise<X509Certificate | undefined> {
  if (address?.startsWith('https:') !== true) return undefined;
  const { hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  return await new Promise((resolve) => {
    const socket = connectTls({ host, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate());
      socket.destroy();
    });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
    socket.once('close', () => {
      resolve(undefined);
    });
    // That nobody answers is said by the look at the server.
    socket.once('error', () => socket.destroy());
  });
}

/** Whether somebody takes connections there; whether the password is right, the server itself says. */
export async function databaseFindings(url: string | undefined): Promise<readonly Finding[]> {
  if (url === undefined) return [];
  const check = 'database';
  if (!URL.canParse(url)) {
    return [databaseDown('DATABASE_URL', 'it is no URL')];
  }
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const place = `${hostname}:${port === '' ? String(POSTGRES_PORT) : port}`;
  const detail = await reach(host, port === '' ? POSTGRES_PORT : Number(port));
  if (detail === undefined) {
    return [{ check, level: 'ok', say: 'doctor.database', parameters: { place } }];
  }
  return [databaseDown(place, detail)];
}

/** Never worse than a warning: recording and verifying do not need it. */
function databaseDown(place: string, detail: string): Finding {
  const [say, next] = ['doctor.databaseNot', 'doctor.databaseNext'] as const;
  return { check: 'database', level: 'warning', say, next, parameters: { place, detail } };
}

function reach(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port }, () => {
      resolve(undefined);
      socket.destroy();
    });
    socket.setTimeout(TIMEOUT_MS, () => {
      resolve('no answer');
      socket.destroy();
    });
    socket.once('error', ({ message }) => {
      resolve(message);
    });
  });
}
