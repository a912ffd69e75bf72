/**
 * Serves the pages: the built files for ever under their hashed names, the console's page under every path that its router knows, the
 * page that verifies offline. Everybody may load them; what they show they ask for with the reader's own session.
 */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { failure, rejection } from '@stele/base';
import type { Access } from '@stele/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { type BuiltFile, readBuiltFiles } from './built-files.ts';
import { consolePolicy, NONCE_PLACEHOLDER, standalonePolicy } from './page.ts';

export interface ConsoleOptions {
  /** Where the build is. */
  readonly folder: string;
}

/** First parts of the paths that the console's router knows (console/src/app/routes.tsx); a test holds the two together. */
export const PAGE_PATHS = [
  'look-up',
  'records',
  'batches',
  'customers',
  'usage',
  'assets',
  'explorer',
  'status',
  'settings',
  'sign-in',
] as const;

const access: Access = { kind: 'open' };
const hidden = { config: { access }, schema: { hide: true } } as const;
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/** Adds the routes. Fails with CONSOLE_MISSING when nothing has been built, or a page without the policy it should run under. */
export function addConsoleRoutes(app: FastifyInstance, { folder }: ConsoleOptions): void {
  const files = readFiles(folder);
  const page = fileOf(files, 'index.html').bytes.toString();
  const givePage = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendPage(reply, page);
  app.get('/', hidden, givePage);
  for (const path of PAGE_PATHS) {
    app.get(`/${path}`, hidden, givePage);
    app.get(`/${path}/*`, hidden, givePage);
  }
  const verify = files.get('verify.html');
  if (verify !== undefined) addVerifyPage(app, verify);
  const seal = fileOf(files, 'seal.svg');
  app.get('/seal.svg', hidden, (request, reply) => send(request, reply, seal, ASK_AGAIN));
  app.get<{ Params: { '*': string } }>('/built/*', hidden, (request, reply) => {
    const file = files.get(`built/${request.params['*']}`);
    if (file === undefined) throw rejection('NOT_FOUND', 'there is no such file');
    return send(request, reply, file, FOR_EVER);
  });
}

function addVerifyPage(app: FastifyInstance, file: BuiltFile): void {
  const policy = standalonePolicy(file.bytes.toString());
  if (policy === undefined) throw missing('the policy of verify.html', undefined);
  app.get('/verify.html', hidden, (request, reply) => {
    reply.header('content-security-policy', policy);
    return send(request, reply, file, ASK_AGAIN);
  });
}

function readFiles(folder: string): ReadonlyMap<string, BuiltFile> {
  try {
    return readBuiltFiles(folder);
  } catch (cause) {
    throw missing(folder, cause);
  }
}

function fileOf(files: ReadonlyMap<string, BuiltFile>, path: string): BuiltFile {
  const file = files.get(path);
  if (file === undefined) throw missing(join('dist', path), undefined);
  return file;
}

function missing(path: string, cause: unknown): Error {
  return failure('CONSOLE_MISSING', `the pages have not been built: ${path} is not there`, {
    cause,
    action: 'Start the server with `npm start`, which builds them.',
  });
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(18).toString('base64');
  return reply
    .headers({ 'content-security-policy': consolePolicy(nonce), 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(Buffer.from(page.replaceAll(NONCE_PLACEHOLDER, nonce)));
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  file: BuiltFile,
  caching: string,
): FastifyReply {
  reply.headers({ 'cache-control': caching, vary: 'accept-encoding' }).type(file.type);
  const accepted = request.headers['accept-encoding'] ?? '';
  for (const [name, bytes] of [
    ['br', file.brotli],
    ['gzip', file.gzip],
  ] as const) {
    if (bytes !== undefined && accepts(accepted, name)) {
      return reply.header('content-encoding', name).send(bytes);
    }
  }
  return reply.send(file.bytes);
}

/** Whether a coding is acceptable (RFC 9110 §12.5.3): named, and not with a weight of zero. */
function accepts(accepted: string, coding: string): boolean {
  return accepted.split(',').some((part) => {
    const [name, ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return name === coding && (weight === undefined || Number(weight.slice(2)) > 0);
  });
}
