/**
 * Holds answers against the server's own OpenAPI document: every status, media type, code and field of an answer has to be described
 * there. Tests ask through `ask`, so whatever they provoke is checked on the side.
 */

import assert from 'node:assert/strict';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import Schema from 'typebox/schema';

type Json = Readonly<Record<string, unknown>>;

interface Described {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: Json }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Described>>;
}

/** The parts of an OpenAPI document that say what is answered. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

export type Ask = (
  options: InjectOptions & { readonly url: string },
) => Promise<LightMyRequestResponse>;

/** Asks `app`, and fails the test when the answer is not one that its description has. */
export async function describedAnswers(app: FastifyInstance): Promise<Ask> {
  const description = (await app.inject('/openapi.json')).json<Description>();
  return async (options) => {
    const answer = await app.inject(options);
    checkAnswer(description, options, answer);
    return answer;
  };
}

/** Fails when an answer is not one that the description has. */
export function checkAnswer(
  description: Description,
  { method = 'GET', url }: InjectOptions & { readonly url: string },
  answer: LightMyRequestResponse,
): void {
  const found = operationOf(description, method, url);
  const operation = answer.statusCode === 405 ? undefined : found;
  // What is not declared is 404, 405, or no HTTP at all, and always a problem. Without a key, an empty parameter is 401 first.
  const described =
    operation === undefined
      ? { content: { [PROBLEM]: { schema: { $ref: '#/components/schemas/Problem' } } } }
      : operation.responses[String(answer.statusCode)];
  const what = `${method} ${url.slice(0, 80)} → ${String(answer.statusCode)}`;
  assert.ok(described, `${what} is not described`);
  if (operation !== undefined) checkCode(described, answer, what);
  else assert.ok([400, 401, 404, 405, 414].includes(answer.statusCode), what);
  checkBody(description, described, answer, what);
}

const PROBLEM = 'application/problem+json';

function operationOf({ paths }: Description, method: string, url: string): Operation | undefined {
  const path = pathOf(url);
  const found = Object.entries(paths)
    .filter(([pattern]) => patternOf(pattern).test(path))
    // `tile/entries/{path}` before `tile/{level}/{path}`.
    .toSorted(([a], [b]) => a.split('{').length - b.split('{').length)[0];
  const name = method.toLowerCase();
  return found?.[1][name] ?? (name === 'head' ? found?.[1]['get'] : undefined);
}

/** As the router sees it; what cannot be decoded has no route. */
function pathOf(url: string): string {
  try {
    return decodeURI(new URL(url, 'http://x').pathname);
  } catch {
    return '';
  }
}

function patternOf(path: string): RegExp {
  const source = path
    .replaceAll('.', '\\.')
    .replaceAll('{path}', '.*')
    .replaceAll(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${source}$`);
}

function mediaTypeOf(answer: LightMyRequestResponse): string {
  return (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
}

function checkCode(
  { description = '' }: Described,
  answer: LightMyRequestResponse,
  what: string,
): void {
  if (mediaTypeOf(answer) !== PROBLEM) return;
  const { code } = answer.json<{ code: string }>();
  const codes = description.split('\n').map((line) => line.split(':', 1)[0]);
  assert.ok(codes.includes(code), `${what} with ${code}, which is not described`);
}

function checkBody(
  { components }: Description,
  { content = {} }: Described,
  answer: LightMyRequestResponse,
  what: string,
): void {
  if (answer.body === '') return;
  const mediaType = mediaTypeOf(answer);
  const schema = content[mediaType]?.schema;
  assert.ok(schema, `${what} as ${mediaType}, which is not described`);
  if (!mediaType.endsWith('json')) return;
  const isReceipt = mediaType === 'application/vnd.stele.receipt+json';
  if (isReceipt) return;
  const [fits, errors] = Schema.Errors(closed(schema, components.schemas) as never, answer.json());
  assert.ok(fits, `${what} is not what is described: ${JSON.stringify(errors)}\n${answer.body}`);
}

/** The schema with its references resolved, and its objects closed: a field that is not described is a fault too. */
function closed(schema: unknown, schemas: Readonly<Record<string, Json>>): unknown {
  if (Array.isArray(schema)) return schema.map((one) => closed(one, schemas));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref } = schema as { readonly $ref?: string };
  // Problems are open: codes add members of their own.
  if ($ref !== undefined) return schemas[$ref.split('/').at(-1) ?? ''];
  const inside = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, closed(value, schemas)]),
  );
  return 'properties' in inside && !('additionalProperties' in inside)
    ? { ...inside, additionalProperties: false }
    : inside;
}
