/**
 * GET /v1/chains/{chain}/events: what the ledger did, as CloudEvents: pages, or a stream where Accept asks for text/event-stream.
 * One effect is one event and its number is the cursor, so any past one can be asked for.
 */

import { Readable } from 'node:stream';
import { rejection } from '@stele/base';
import { negotiate } from '@stele/server';
import type { RequestTypes } from '@stele/server';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { EventPage, LedgerApi } from '@stele/protocol';
import { LEDGER_STATE_CODES } from '../catalogue.ts';
import { ledgerOf } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import {
  EVENTS_PAGE_DEFAULT,
  EVENTS_PAGE_MAX,
  EVENTS_WAIT_MS_MAX,
  EVENT_STREAMS_MAX,
} from '../limits.ts';
import { ChainParameters, count } from '../parameters.ts';
import { CloudEventSchema } from '../views/schemas.ts';
import { eventStream } from './event-stream.ts';
import type { EventFilter } from './event-stream.ts';

const PAGE = 'application/json';
const STREAM = 'text/event-stream';
const FORMS = [PAGE, STREAM] as const;

const EventsQuery = Type.Object({
  after: Type.Optional(count('the last number already seen; absent: from the first on')),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: EVENTS_PAGE_MAX })),
  waitMs: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: EVENTS_WAIT_MS_MAX,
      description: 'how long to hold back a page that would be empty',
    }),
  ),
  contract: Type.Optional(Type.String({ maxLength: 32 })),
  type: Type.Optional(Type.String({ maxLength: 256, description: 'a CloudEvent type, whole' })),
  account: Type.Optional(Type.String({ pattern: '^acc_[0-9a-f]{32}$' })),
});

const EventsHeaders = Type.Object({
  'last-event-id': Type.Optional(count('what a stream went up to; takes the place of after')),
});

const PageSchema = Type.Object({
  items: Type.Array(CloudEventSchema, { description: 'ascending by number' }),
  nextCursor: Type.Union([Type.String(), Type.Null()], {
    description: 'what to give as `after` next time; null before the first effect',
  }),
});

export function addEventRoutes(scope: FastifyInstance, context: LedgerContext): void {
  const streams = new Streams();
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/chains/:chain/events',
    {
      // A HEAD of a stream would never end.
      exposeHeadRoute: false,
      config: {
        access: context.entries,
        codes: [...LEDGER_STATE_CODES, 'CHAIN_UNKNOWN', 'NOT_ACCEPTABLE', 'STREAMS_TOO_MANY'],
      },
      schema: {
        operationId: 'listEvents',
        summary: 'Effects of the ledger as CloudEvents: a page, or a stream',
        tags: ['ledger'],
        params: ChainParameters,
        querystring: EventsQuery,
        headers: EventsHeaders,
        response: {
          200: {
            description: 'A page, or a stream',
            content: { [PAGE]: { schema: PageSchema }, [STREAM]: { schema: Type.String() } },
          },
        },
      },
    },
    async ({ params, query, headers }, reply) => {
      const form = negotiate(headers.accept, FORMS);
      if (form === undefined) throw notAcceptable();
      reply.header('vary', 'accept');
      const api = await ledgerOf(context, params.chain);
      if (form === PAGE) return presentPage(await readPage(api, query));
      const after = headers['last-event-id'] ?? query.after;
      return streams.open(reply, (signal) => eventStream(api, filterOf(query, after), signal));
    },
  );
}

function readPage(api: LedgerApi, query: Static<typeof EventsQuery>): Promise<EventPage> {
  const { limit = EVENTS_PAGE_DEFAULT, waitMs } = query;
  const held = waitMs === undefined ? {} : { waitMs };
  return api.events({ ...filterOf(query, query.after), limit, ...held });
}

function filterOf(
  { contract, type, account }: Static<typeof EventsQuery>,
  after: number | undefined,
): EventFilter {
  return {
    ...(after === undefined ? {} : { after }),
    ...(contract === undefined ? {} : { contract }),
    ...(type === undefined ? {} : { type }),
    ...(account === undefined ? {} : { account }),
  };
}

function presentPage({ items, next }: EventPage): object {
  return { items, nextCursor: next < 0 ? null : String(next) };
}

function notAcceptable(): Error {
  return rejection('NOT_ACCEPTABLE', `events come as ${FORMS.join(' or ')}`, {
    data: { forms: FORMS },
  });
}

/** The open streams: counted, and each ended when its reader goes, its key is revoked, or the server closes. */
class Streams {
  #count = 0;

  /** Sends what `produce` gives. Rejects with STREAMS_TOO_MANY. */
  open(
    reply: FastifyReply,
    produce: (signal: AbortSignal) => AsyncGenerator<string>,
  ): FastifyReply {
    if (this.#count >= EVENT_STREAMS_MAX) throw tooMany();
    this.#count++;
    reply.raw.once('close', () => {
      this.#count--;
    });
    const text = Readable.from(produce(reply.streamSignal()));
    return reply.type(STREAM).send(text);
  }
}

function tooMany(): Error {
  return rejection('STREAMS_TOO_MANY', `${String(EVENT_STREAMS_MAX)} streams are open already`, {
    data: { limit: 'EVENT_STREAMS_MAX', countMax: EVENT_STREAMS_MAX, retryAfterMs: 5_000 },
  });
}
