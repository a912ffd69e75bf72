/**
 * OpenAPI 3.1, generated from the routes' own schemas by @fastify/swagger, so that it cannot say anything else than what is checked
 * and sent. From a route's declarations (access, codes) come its security and its error answers.
 */

import swagger from '@fastify/swagger';
import { assert } from '@stele/base';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { Type } from 'typebox';
import type { TObject } from 'typebox';
import type { Access } from './keys/access.ts';
import type {} from './rate-limit.ts';
import type { Catalogue } from './problem/catalogue.ts';
import { PROBLEM_MEDIA_TYPE, ProblemSchema } from './problem/problem.ts';

export interface ApiDescription {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

export interface Described {
  readonly catalogue: Catalogue;
  /** Name of the cookie of those who signed in; undefined where nobody can. */
  readonly cookie: string | undefined;
}

/** Registers the generator and what completes each route. Before any route. */
export async function describeApi(
  app: FastifyInstance,
  api: ApiDescription,
  described: Described,
): Promise<void> {
  app.addSchema(ProblemSchema);
  app.addHook('onRoute', (route) => {
    completeRoute(route, described);
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: { ...api },
      components: {
        securitySchemes: {
          key: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A key, or instead of it a request signature (RFC 9421) over @method, @path, @query and content-digest with created, nonce, keyid and tag="stele".',
          },
          ...sessionScheme(described),
        },
      },
    },
    transform: namedWildcard,
    refResolver: { buildLocalReference: (schema) => schema['$id'] as string },
  });
}

function sessionScheme({ cookie }: Described): Readonly<Record<'session', SessionScheme>> | object {
  if (cookie === undefined) return {};
  const description =
    'The cookie of a person who signed in (without TLS its name ends in the port that the browser uses); whatever changes something carries X-CSRF-Token from GET /v1/session as well.';
  return { session: { type: 'apiKey', in: 'cookie', name: cookie, description } };
}

interface SessionScheme {
  readonly type: 'apiKey';
  readonly in: 'cookie';
  readonly name: string;
  readonly description: string;
}

/** The rest of a path, which Fastify calls `*`: a name that is none in OpenAPI. */
const REST = 'path';

function namedWildcard({ schema, url }: { readonly schema: FastifySchema; readonly url: string }): {
  schema: FastifySchema;
  url: string;
} {
  if (!url.endsWith('*')) return { schema, url };
  const { params } = schema as { readonly params?: TObject };
  const named = Object.entries(params?.properties ?? {}).map(
    ([name, property]) => [name === '*' ? REST : name, property] as const,
  );
  return {
    schema: { ...schema, params: Type.Object(Object.fromEntries(named)) },
    url: url.replace(/\*$/, `:${REST}`),
  };
}

function completeRoute(route: RouteOptions, { catalogue, cookie }: Described): void {
  const access = route.config?.access;
  assert(access !== undefined, `${route.url} declares its access`);
  const schema = (route.schema ?? {}) as FastifySchema & { readonly response?: object };
  const codes = [
    ...(route.config?.codes ?? []),
    ...(route.config?.rateLimit === undefined ? [] : ['RATE_LIMITED']),
    ...(route.method === 'GET' ? [] : ['TOO_MANY_UNDER_WAY']),
    ...impliedCodes(schema, access),
    ...(cookie === undefined ? [] : sessionCodes(route, access)),
  ];
  const security = securityOf(access, cookie !== undefined);
  route.schema = {
    ...schema,
    ...(security === undefined ? {} : { security }),
    response: { ...schema.response, ...problemResponses(codes, catalogue) },
  };
}

function securityOf(
  access: Access,
  hasSessions: boolean,
): readonly Record<string, string[]>[] | undefined {
  if (access.kind === 'open') return undefined;
  if (access.kind === 'session') return [{ session: [] }];
  const session = hasSessions ? [{ session: [] }] : [];
  if (access.kind === 'open-if') return [{}, { key: [] }, ...session];
  return [{ key: access.kind === 'scope' ? [access.scope] : [] }, ...session];
}

/** What is answered to somebody who signed in, or who should have. */
function sessionCodes({ method }: RouteOptions, access: Access): readonly string[] {
  if (access.kind === 'open') return access.ownPages === true ? ['ORIGIN_FOREIGN'] : [];
  return [
    'ORIGIN_FOREIGN',
    'SESSION_ENDED',
    ...(access.kind === 'session' ? ['SESSION_MISSING'] : []),
    ...([method].flat().some((one) => one !== 'GET' && one !== 'HEAD') ? ['CSRF_TOKEN_WRONG'] : []),
  ];
}

const EVERYWHERE = ['REQUEST_MALFORMED', 'INTERNAL', 'SHUTTING_DOWN'];
const WITH_BODY = [
  'JSON_MALFORMED',
  'UNSUPPORTED_MEDIA_TYPE',
  'BODY_TOO_LARGE',
  'CONTENT_DIGEST_MALFORMED',
  'CONTENT_DIGEST_MISMATCH',
];
const WITH_KEY = [
  'KEY_MISSING',
  'KEY_UNKNOWN',
  'KEY_REVOKED',
  'KEY_EXPIRED',
  'CREDENTIALS_TWICE',
  'REQUEST_SIGNATURE_INCOMPLETE',
  'REQUEST_SIGNATURE_INVALID',
  'REQUEST_SIGNATURE_REPLAYED',
  'REQUEST_SIGNATURE_STALE',
  'NONCES_TOO_MANY',
];

function impliedCodes(schema: FastifySchema, access: Access): readonly string[] {
  const hasInput = [schema.body, schema.params, schema.querystring].some(
    (part) => part !== undefined,
  );
  return [
    ...EVERYWHERE,
    ...(hasInput ? ['REQUEST_INVALID', 'URI_TOO_LONG'] : []),
    ...(schema.body === undefined ? [] : WITH_BODY),
    ...(access.kind === 'open' || access.kind === 'session' ? [] : WITH_KEY),
    ...(access.kind === 'scope' ? ['SCOPE_MISSING'] : []),
  ];
}

function problemResponses(
  codes: readonly string[],
  catalogue: Catalogue,
): Readonly<Record<string, object>> {
  const descriptions = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const entry = catalogue[code];
    assert(entry !== undefined, `${code} is declared by a route and stands in no catalogue`);
    const same = descriptions.get(entry.status) ?? [];
    descriptions.set(entry.status, [...same, `${code}: ${entry.title}`]);
  }
  const content = { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: 'Problem#' } } };
  return Object.fromEntries(
    [...descriptions].map(([status, lines]) => [
      status,
      { description: lines.join('\n'), content },
    ]),
  );
}
