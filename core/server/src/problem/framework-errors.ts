/**
 * Fastify's and Node's own request errors as coded rejections, so that one catalogue answers for everything. What is not known here
 * stays as it is, and is answered INTERNAL: a new framework error is not silently trusted to be fit for a reader.
 */

import { isCoded, rejection } from '@stele/base';
import type { CodedError } from '@stele/base';
import { HEADER_BYTES_MAX, PATH_PARAMETER_LENGTH_MAX } from '../limits.ts';
import type { NamedLimit } from '../bodies.ts';
import { faultsIn } from './faults.ts';
import type { PartErrors } from './faults.ts';

interface FrameworkError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly validation?: unknown;
  readonly validationContext?: string;
}

type Translation = (error: FrameworkError, bodyLimit: NamedLimit) => CodedError;

const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  FST_ERR_VALIDATION: (error) => invalid(error as PartErrors),
  FST_ERR_CTP_BODY_TOO_LARGE: (_, limit) =>
    rejection(
      'BODY_TOO_LARGE',
      `the body is longer than ${limit.name} = ${String(limit.value)} bytes`,
      { data: { limit: limit.name, bytesMax: limit.value } },
    ),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    rejection(
      'UNSUPPORTED_MEDIA_TYPE',
      'the Content-Type is missing or not one that is taken here',
    ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    rejection('REQUEST_MALFORMED', 'the body is not as long as Content-Length says'),
  // Of a method that Node reads and no router knows: PRI, with which HTTP/2 begins.
  FST_ERR_NOT_FOUND: () => rejection('NOT_FOUND', 'nothing is there for such a request'),
  FST_ERR_BAD_URL: () => rejection('REQUEST_MALFORMED', 'the path is not well percent-encoded'),
  FST_ERR_MAX_PARAM_LENGTH: () =>
    rejection(
      'URI_TOO_LONG',
      `a part of the path is longer than ${String(PATH_PARAMETER_LENGTH_MAX)} characters`,
    ),
  HPE_HEADER_OVERFLOW: () =>
    rejection('HEADERS_TOO_LARGE', 'the request line and headers are too long', {
      data: { limit: 'HEADER_BYTES_MAX', bytesMax: HEADER_BYTES_MAX },
    }),
  ERR_HTTP_REQUEST_TIMEOUT: () =>
    rejection('REQUEST_TOO_SLOW', 'the request did not arrive in time'),
  ECONNRESET: () => rejection('REQUEST_MALFORMED', 'the connection ended inside the request'),
};

/** The coded form of `error` where there is one, else `error` itself. */
export function translateFrameworkError(error: unknown, bodyLimit: NamedLimit): unknown {
  if (isCoded(error) || typeof error !== 'object' || error === null) return error;
  const { code } = error as FrameworkError;
  const translation = code === undefined ? undefined : TRANSLATIONS[code];
  return translation === undefined ? error : translation(error, bodyLimit);
}

function invalid(error: PartErrors): CodedError {
  const errors = faultsIn(error);
  const first = errors[0];
  const detail =
    first === undefined ? 'the request is invalid' : `${first.pointer} ${first.detail}`;
  return rejection('REQUEST_INVALID', detail, { data: { errors } });
}
