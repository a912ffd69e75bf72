/** One's own passkeys. */

import { EXACT, type RequestTypes, wholeList } from '@stele/server';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { personIn } from '../store/people-state.ts';
import { WRITE_CODES } from './catalogue.ts';
import { ownSession, type PeopleContext, placeIn } from './context.ts';
import { PasskeyName } from './texts.ts';
import { passkeyView, PasskeyViewSchema } from './views.ts';
import { AttestationSchema, CreationOptionsSchema } from './webauthn.ts';

const access = { kind: 'session' } as const;
const tags = ['sign-in'];
const PATH = '/v1/me/passkeys';

export function addPasskeyRoutes(scope: FastifyInstance, context: PeopleContext): void {
  addBegin(scope, context);
  addAdd(scope, context);
  addList(scope, context);
  addRemove(scope, context);
}

function addBegin(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    `${PATH}/options`,
    {
      config: { access, codes: ['PASSKEY_NEEDS_NAME', 'SESSION_NOT_FRESH'] },
      schema: {
        operationId: 'beginPasskey',
        summary: 'What a browser is asked for to make a passkey',
        tags,
        response: { 200: CreationOptionsSchema },
      },
    },
    (request) => context.passkeys.begin(ownSession(context, request), placeIn(context, request)),
  );
}

function addAdd(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    PATH,
    {
      config: {
        access,
        codes: [
          ...WRITE_CODES,
          'PASSKEYS_TOO_MANY',
          'PASSKEY_EXISTS',
          'PASSKEY_INVALID',
          'PASSKEY_NEEDS_NAME',
          'SESSION_NOT_FRESH',
        ],
      },
      schema: {
        operationId: 'addPasskey',
        summary: 'Adds the passkey that the browser made for the options',
        tags,
        body: Type.Object({ name: PasskeyName, attestation: AttestationSchema }, EXACT),
        response: { 201: PasskeyViewSchema },
      },
    },
    async (request, reply) => {
      const { name } = request.body;
      const attestation = request.body.attestation as RegistrationResponseJSON;
      const session = ownSession(context, request);
      const place = placeIn(context, request);
      const added = await context.passkeys.add(session, { name, attestation }, place);
      return reply.code(201).send(passkeyView(added));
    },
  );
}

function addList(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    PATH,
    {
      config: { access },
      schema: {
        operationId: 'listPasskeys',
        summary: 'One’s own passkeys, oldest first',
        tags,
        response: { 200: wholeList(PasskeyViewSchema) },
      },
    },
    (request) => {
      const { person } = ownSession(context, request);
      const { passkeys } = personIn(context.world.store.state, person);
      return { items: passkeys.map(passkeyView), nextCursor: null };
    },
  );
}

function addRemove(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().delete(
    `${PATH}/:id`,
    {
      config: { access, codes: [...WRITE_CODES, 'PASSKEY_UNKNOWN', 'SESSION_NOT_FRESH'] },
      schema: {
        operationId: 'removePasskey',
        summary: 'Removes one of one’s passkeys',
        tags,
        params: Type.Object({ id: Type.String({ pattern: '^pk_[0-9a-f]{32}$' }) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await context.passkeys.remove(ownSession(context, request), request.params.id);
      return reply.code(204).send();
    },
  );
}
