/** POST /v1/verifications, open to anybody: a receipt or a certificate, and the file or its digests if they are to be compared. */

import { rejection } from '@stele/base';
import type { JsonObject, Verdict } from '@stele/protocol';
import {
  bytesOf,
  EXACT,
  type MultipartBody,
  readBodies,
  readMultipart,
  type RequestTypes,
} from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { DigestsSchema, readDigests } from '../records/evidence-request.ts';
import { fileDigests } from '../verification/file-digests.ts';
import {
  receiptBytes,
  type Verification,
  verifyEvidence,
} from '../verification/verify-evidence.ts';
import type { ServiceContext } from './context.ts';
import { presentNote } from './present-record.ts';
import {
  CERTIFICATE_BODY_BYTES_MAX,
  RECEIPT_BODY_BYTES_MAX,
  VERIFICATION_FILE_BYTES_MAX,
  VERIFICATION_FORM_BYTES_MAX,
  VERIFICATION_PARTS_MAX,
  VERIFICATIONS_PER_MINUTE_MAX,
} from '../limits.ts';

const JSON_BODY = { name: 'RECEIPT_BODY_BYTES_MAX', value: RECEIPT_BODY_BYTES_MAX };
const CERTIFICATE = { name: 'CERTIFICATE_BODY_BYTES_MAX', value: CERTIFICATE_BODY_BYTES_MAX };
const FILE = { name: 'VERIFICATION_FILE_BYTES_MAX', value: VERIFICATION_FILE_BYTES_MAX };
const FORM = { name: 'VERIFICATION_FORM_BYTES_MAX', value: VERIFICATION_FORM_BYTES_MAX };
const PARTS = { name: 'VERIFICATION_PARTS_MAX', value: VERIFICATION_PARTS_MAX };

const Ok = Type.Enum(['ok', 'failed', 'unknown']);

const VerdictSchema = Type.Object({
  verdict: Type.Enum(['valid', 'invalid', 'incomplete']),
  parts: Type.Object({ integrity: Ok, inclusion: Ok, identity: Ok, time: Ok, trust: Ok }),
  steps: Type.Array(
    Type.Object({
      name: Type.String(),
      result: Type.Enum(['pass', 'fail', 'skipped']),
      code: Type.Optional(Type.String()),
      detail: Type.String(),
    }),
  ),
  record: Type.Optional(Type.Unknown()),
  chain: Type.Optional(Type.Unknown()),
  assurance: Type.Optional(Type.Unknown()),
  proves: Type.Array(Type.String()),
  doesNotProve: Type.Array(Type.String()),
});

const JsonBody = Type.Object(
  {
    receipt: Type.Unknown({ description: 'the receipt: as an object, or as text in either form' }),
    digests: Type.Optional(DigestsSchema),
  },
  EXACT,
);

export function addVerificationRoutes(scope: FastifyInstance, context: ServiceContext): void {
  readBodies(scope, { 'application/json': JSON_BODY });
  readMultipart(scope, { form: FORM, file: FILE, field: JSON_BODY, parts: PARTS });
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/verifications',
    {
      config: {
        access: { kind: 'open' },
        rateLimit: { name: 'verifications', perMinute: VERIFICATIONS_PER_MINUTE_MAX },
        bodyLimits: { 'application/json': JSON_BODY, 'multipart/form-data': FORM },
        codes: [
          'DIGEST_ALGORITHM_UNKNOWN',
          'CERTIFICATE_MALFORMED',
          'DIGESTS_MISSING',
          'DIGEST_MALFORMED',
          'DIGEST_WEAK',
          'MULTIPART_MALFORMED',
          'VERIFICATION_INCOMPLETE',
        ],
      },
      schema: {
        operationId: 'verify',
        summary: 'Verifies a receipt or a certificate, and a file against it; nothing is kept',
        tags: ['public'],
        body: {
          content: {
            'application/json': { schema: JsonBody },
            'multipart/form-data': {
              schema: Type.Object({
                receipt: Type.Optional(Type.String({ contentMediaType: 'application/json' })),
                certificate: Type.Optional(Type.String({ contentMediaType: 'application/pdf' })),
                file: Type.Optional(Type.String({ contentMediaType: 'application/octet-stream' })),
              }),
            },
          },
        },
        response: { 200: VerdictSchema },
      },
    },
    async ({ body, mediaType }): Promise<JsonObject> => {
      const isForm = mediaType === 'multipart/form-data';
      const given = isForm
        ? await fromParts(body as MultipartBody)
        : fromJson(body as JsonVerification);
      return presentVerdict(await verifyEvidence(given, context.trust));
    },
  );
}

interface JsonVerification {
  readonly receipt: unknown;
  readonly digests?: Readonly<Record<string, string>>;
}

function fromJson({ receipt, digests }: JsonVerification): Verification {
  return {
    receipt: receiptBytes(receipt),
    ...(digests && { digests: readDigests(digests, '#/digests') }),
  };
}

async function fromParts(body: MultipartBody): Promise<Verification> {
  let given: Verification = {};
  for await (const part of body) {
    if (part.name === 'file') given = { ...given, digests: await fileDigests(part.bytes) };
    else if (part.name === 'receipt') given = { ...given, receipt: await bytesOf(part, JSON_BODY) };
    else if (part.name === 'certificate') {
      given = { ...given, certificate: await bytesOf(part, CERTIFICATE) };
    } else throw unknownPart(part.name);
  }
  return given;
}

function unknownPart(name: string): Error {
  const shown = name.slice(0, 32).toWellFormed();
  return rejection(
    'VERIFICATION_INCOMPLETE',
    `a form has receipt, certificate and file, not “${shown}”`,
  );
}

/** The verdict as JSON: a note's metadata may hold what JSON cannot say. */
function presentVerdict({ record, steps, ...verdict }: Verdict): JsonObject {
  return {
    ...(verdict as unknown as JsonObject),
    steps: steps.map(({ name, result, code, detail }) => ({
      name,
      result,
      ...(code !== undefined && { code }),
      detail,
    })),
    ...(record && { record: { ...record, note: record.note ? presentNote(record.note) : null } }),
  };
}
