/** One's own ways to sign in that are typed: a password, and the codes of an authenticator app. */

import { EXACT, type RequestTypes } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { WRITE_CODES } from './catalogue.ts';
import { ownSession, type PeopleContext } from './context.ts';
import { CodeText, PasswordText } from './texts.ts';

const access = { kind: 'session' } as const;
const tags = ['sign-in'];
const nothing = { 204: Type.Null() };

export function addWayRoutes(scope: FastifyInstance, context: PeopleContext): void {
  addSetPassword(scope, context);
  addRemovePassword(scope, context);
  addBeginCodes(scope, context);
  addConfirmCodes(scope, context);
  addRemoveCodes(scope, context);
}

function addSetPassword(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().put(
    '/v1/me/password',
    {
      config: {
        access,
        codes: [
          ...WRITE_CODES,
          'PASSWORD_TOO_SHORT',
          'PASSWORD_TOO_LONG',
          'PASSWORD_WRONG',
          'SESSION_NOT_FRESH',
          'TRIES_TOO_MANY',
          'SIGN_IN_BUSY',
        ],
      },
      schema: {
        operationId: 'setPassword',
        summary: 'Sets one’s password, and ends one’s other sessions',
        tags,
        body: Type.Object(
          { password: PasswordText, current: Type.Optional(PasswordText) },
          {
            ...EXACT,
            description: 'current: not within 15 minutes of a sign-in by link or passkey',
          },
        ),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { password, current } = request.body;
      await context.password.set(ownSession(context, request), { password, current });
      return reply.code(204).send();
    },
  );
}

function addRemovePassword(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().delete(
    '/v1/me/password',
    {
      config: { access, codes: [...WRITE_CODES, 'SESSION_NOT_FRESH', 'WAY_MISSING'] },
      schema: {
        operationId: 'removePassword',
        summary: 'Removes one’s password, and ends one’s other sessions',
        tags,
        response: nothing,
      },
    },
    async (request, reply) => {
      await context.password.remove(ownSession(context, request));
      return reply.code(204).send();
    },
  );
}

function addBeginCodes(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/me/totp',
    {
      config: { access, codes: ['SESSION_NOT_FRESH'] },
      schema: {
        operationId: 'beginTotp',
        summary: 'A secret for an authenticator app, which counts once it is confirmed',
        tags,
        response: {
          200: Type.Object({
            secret: Type.String({ description: 'base32, for typing' }),
            uri: Type.String({ description: 'otpauth://, for a QR code' }),
          }),
        },
      },
    },
    (request) => context.codes.begin(ownSession(context, request)),
  );
}

function addConfirmCodes(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().put(
    '/v1/me/totp',
    {
      config: {
        access,
        codes: [...WRITE_CODES, 'CODE_SETUP_MISSING', 'CODE_WRONG', 'SESSION_NOT_FRESH'],
      },
      schema: {
        operationId: 'confirmTotp',
        summary: 'Confirms the secret that was shown by a code of it',
        tags,
        body: Type.Object({ code: CodeText }, EXACT),
        response: nothing,
      },
    },
    async (request, reply) => {
      await context.codes.confirm(ownSession(context, request), request.body.code);
      return reply.code(204).send();
    },
  );
}

function addRemoveCodes(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().delete(
    '/v1/me/totp',
    {
      config: { access, codes: [...WRITE_CODES, 'SESSION_NOT_FRESH', 'WAY_MISSING'] },
      schema: {
        operationId: 'removeTotp',
        summary: 'Signs in without codes from now on',
        tags,
        response: nothing,
      },
    },
    async (request, reply) => {
      await context.codes.remove(ownSession(context, request));
      return reply.code(204).send();
    },
  );
}
