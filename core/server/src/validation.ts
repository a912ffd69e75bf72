/**
 * How requests meet their TypeBox schemas. Bodies are taken as they are; a query is text, so where the schema wants a number or
 * boolean the text is read, and only in its one written form: `limit=`, `limit=1e2` and `limit=1.5` are faults, not 0, 100 and 1
 * (which is what TypeBox's Value.Convert and Ajv's coerceTypes make of them; rejected for that).
 */

import { rejection } from '@stele/base';
import type { FastifyReply, FastifyRequest, FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { PROBLEM_ERRORS_MAX } from './limits.ts';
import { MULTIPART } from './multipart.ts';
import { errorFinder, firstErrors } from './schema/first-errors.ts';

/** Compiles one schema of one part of a request. */
export const compileValidator: FastifySchemaCompiler<TSchema> = (part) => {
  const { schema, httpPart } = part;
  // The parts of a form have not arrived yet; its schema is there to describe them.
  if ((part as { readonly contentType?: string }).contentType === MULTIPART) return pass;
  const finder = errorFinder(schema);
  const read = httpPart === 'body' ? (value: unknown) => value : readerOf(schema);
  return (received: unknown) => {
    const value = read(received);
    if (finder.fits(value)) return { value };
    return { error: firstErrors(finder, value, PROBLEM_ERRORS_MAX) as never };
  };
};

function pass(value: unknown): { readonly value: unknown } {
  return { value };
}

type TextReader = (text: string) => unknown;

const READERS: Readonly<Record<string, TextReader>> = {
  integer: (text) => (/^(?:0|-?[1-9][0-9]{0,15})$/.test(text) ? Number(text) : text),
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : text),
};

function readerOf(schema: TSchema): (value: unknown) => unknown {
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, TSchema>> };
  const readers = new Map<string, TextReader>();
  for (const [name, property] of Object.entries(properties)) {
    const reader = READERS[(property as { readonly type?: string }).type ?? ''];
    if (reader !== undefined) readers.set(name, reader);
  }
  return (value) => readTexts(value as Readonly<Record<string, unknown>>, readers);
}

function readTexts(
  value: Readonly<Record<string, unknown>>,
  readers: ReadonlyMap<string, TextReader>,
): Readonly<Record<string, unknown>> {
  if (readers.size === 0) return value;
  const read: Record<string, unknown> = { ...value };
  for (const [name, reader] of readers) {
    const text = read[name];
    if (typeof text === 'string') read[name] = reader(text);
  }
  return read;
}

/**
 * A preValidation hook: a body whose kind the route's schema does not name is 415. Fastify by itself would skip validation for it,
 * and a POST without any body would reach the handler as null.
 */
export function refuseUndeclaredBodies(
  request: FastifyRequest,
  _reply: FastifyReply,
  done: (error?: Error) => void,
): void {
  const { content } = (request.routeOptions.schema?.body ?? {}) as { readonly content?: object };
  if (content === undefined || Object.hasOwn(content, request.mediaType ?? '')) {
    done();
    return;
  }
  const known = Object.keys(content).join(', ');
  done(rejection('UNSUPPORTED_MEDIA_TYPE', `this route takes ${known}`));
}

/** A preParsing hook: a body that is packed, or in another charset than UTF-8, is said to be so in place of being read as if it were not. */
export function refuseEncodedBodies(
  { headers }: FastifyRequest,
  _reply: FastifyReply,
  _payload: unknown,
  done: (error?: Error) => void,
): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    done(packed());
    return;
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1];
  const isUtf8 = charset === undefined || /^utf-?8$/i.test(charset);
  done(isUtf8 ? undefined : otherCharset());
}

function packed(): Error {
  return rejection('UNSUPPORTED_MEDIA_TYPE', 'a body with a Content-Encoding is not unpacked', {
    action: 'Send the body as it is, without Content-Encoding.',
  });
}

function otherCharset(): Error {
  return rejection('UNSUPPORTED_MEDIA_TYPE', 'texts are read as UTF-8 only', {
    action: 'Send UTF-8, and leave charset out or set it to utf-8.',
  });
}
