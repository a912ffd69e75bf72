/**
 * /log/{chain}/…: the transparency log as C2SP tlog-tiles describes it, for clients that know nothing of Stele (spec/log.md, "What a
 * node serves"). Paths have one spelling; whatever else is asked for does not exist.
 */

import { rejection } from '@stele/base';
import { TILE_WIDTH, parseTilePath } from '@stele/protocol';
import type { TileAddress } from '@stele/protocol';
import type { Access, RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { LEDGER_STATE_CODES } from '../catalogue.ts';
import { ledgerOf } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { chainName } from '../parameters.ts';
import { CHANGING, IMMUTABLE, PASSING, TEXT, TILE, sendLogFile } from './log-answers.ts';

const open: Access = { kind: 'open' };

export function addLogRoutes(scope: FastifyInstance, context: LedgerContext): void {
  // Checkpoint and hash tiles say nothing about entries, so a log can be watched even where entries are for members.
  addText(scope, context, {
    name: 'checkpoint',
    access: open,
    operationId: 'getCheckpoint',
    summary: 'The newest checkpoint',
  });
  addText(scope, context, {
    name: 'vkeys',
    access: context.entries,
    operationId: 'getVerifierKeys',
    summary: 'The log keys of the nodes, one a line, the serving node’s first',
  });
  addText(scope, context, {
    name: 'policy',
    access: context.entries,
    operationId: 'getPolicy',
    summary: 'Whose signatures make a checkpoint count (C2SP tlog-policy)',
  });
  addHashTiles(scope, context);
  addEntryTiles(scope, context);
}

interface TextFile {
  readonly name: 'checkpoint' | 'vkeys' | 'policy';
  readonly access: Access;
  readonly operationId: string;
  readonly summary: string;
}

const codes = [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'LOG_PATH_UNKNOWN'];
const tags = ['log'];

function addText(scope: FastifyInstance, context: LedgerContext, file: TextFile): void {
  scope.withTypeProvider<RequestTypes>().get(
    `/log/:chain/${file.name}`,
    {
      config: { access: file.access, codes },
      schema: {
        operationId: file.operationId,
        summary: file.summary,
        tags,
        params: Type.Object({ chain: chainName }),
        response: {
          200: { description: 'Text', content: { 'text/plain': { schema: Type.String() } } },
          304: { description: 'Unchanged', type: 'null' },
        },
      },
    },
    async (request, reply) => {
      const api = await ledgerOf(context, request.params.chain);
      const bytes = await api.log(file.name);
      return sendLogFile(request, reply, { bytes, type: TEXT, caching: CHANGING });
    },
  );
}

const level = Type.String({ description: 'of 8 levels of the tree each, from 0' });
const tile = Type.String({ description: 'number and width: `067`, `x001/067`, `067.p/12`' });

const tileAnswers = {
  200: {
    description: 'The tile',
    content: { 'application/octet-stream': { schema: Type.String() } },
  },
  304: { description: 'Unchanged', type: 'null' },
};

function addHashTiles(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/log/:chain/tile/:level/*',
    {
      config: { access: open, codes },
      schema: {
        operationId: 'getHashTile',
        summary: 'Up to 256 hashes of one level of the tree',
        tags,
        params: Type.Object({ chain: chainName, level, '*': tile }),
        response: tileAnswers,
      },
    },
    async (request, reply) => {
      const { chain, '*': rest, ...params } = request.params;
      const path = `tile/${params.level}/${rest}`;
      const api = await ledgerOf(context, chain);
      const address = addressOf(path);
      // Entries have a route, and an access, of their own.
      if (address.level === 'entries') throw noSuchFile();
      const bytes = await api.log(path);
      return sendLogFile(request, reply, { bytes, type: TILE, caching: cachingOf(address) });
    },
  );
}

function addEntryTiles(scope: FastifyInstance, context: LedgerContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/log/:chain/tile/entries/*',
    {
      config: { access: context.entries, codes },
      schema: {
        operationId: 'getEntryTile',
        summary: 'Up to 256 entries, each with its length in two bytes before it',
        tags,
        params: Type.Object({ chain: chainName, '*': tile }),
        response: tileAnswers,
      },
    },
    async (request, reply) => {
      const { chain, '*': rest } = request.params;
      const api = await ledgerOf(context, chain);
      const address = addressOf(`tile/entries/${rest}`);
      const bytes = await api.log(`tile/entries/${rest}`);
      return sendLogFile(request, reply, { bytes, type: TILE, caching: cachingOf(address) });
    },
  );
}

function addressOf(path: string): TileAddress {
  const address = parseTilePath(path);
  if (address === undefined) throw noSuchFile();
  return address;
}

function noSuchFile(): Error {
  return rejection('LOG_PATH_UNKNOWN', 'this is not how a tile’s address is written');
}

/** What a full tile holds never changes. Nor does a partial one, but nobody needs it for long. */
function cachingOf({ width }: TileAddress): string {
  return width === TILE_WIDTH ? IMMUTABLE : PASSING;
}
