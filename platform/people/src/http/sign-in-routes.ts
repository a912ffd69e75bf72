/** The three ways in: a link, a password, a passkey. Open to anybody who comes from a page of this server, at a bounded rate. */

import { csrfTokenOf, EXACT, type RateLimit, type RequestTypes } from '@stele/server';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { SIGN_INS_PER_MINUTE_MAX } from '../limits.ts';
import { useLink } from '../links/links.ts';
import type { SignedIn } from '../sessions/begin-session.ts';
import { WRITE_CODES } from './catalogue.ts';
import { keepSession, type PeopleContext, placeIn, visitorOf } from './context.ts';
import { CodeText, LinkToken, PasswordText } from './texts.ts';
import { SessionSchema, sessionView } from './views.ts';
import { AssertionSchema, RequestOptionsSchema } from './webauthn.ts';

const rateLimit: RateLimit = {
  name: 'SIGN_INS_PER_MINUTE_MAX',
  perMinute: SIGN_INS_PER_MINUTE_MAX,
};
const access = { kind: 'open', ownPages: true } as const;
const tags = ['sign-in'];

export function addSignInRoutes(scope: FastifyInstance, context: PeopleContext): void {
  addLink(scope, context);
  addPassword(scope, context);
  addPasskeyOptions(scope, context);
  addPasskey(scope, context);
}

function addLink(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/sign-in/link',
    {
      config: {
        access,
        rateLimit,
        codes: [...WRITE_CODES, 'SIGN_IN_LINK_UNKNOWN', 'SIGN_IN_LINK_USED'],
      },
      schema: {
        operationId: 'signInByLink',
        summary: 'Signs in with a one-time link, and sets the session’s cookie',
        tags,
        body: Type.Object({ token: LinkToken }, EXACT),
        response: { 201: SessionSchema },
      },
    },
    async (request, reply) => {
      const { world } = context;
      const begun = await useLink(world, request.body.token, visitorOf(context, request));
      return begin(context, reply, begun);
    },
  );
}

function addPassword(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/sign-in/password',
    {
      config: {
        access,
        rateLimit,
        codes: [...WRITE_CODES, 'SIGN_IN_REFUSED', 'CODE_NEEDED', 'TRIES_TOO_MANY', 'SIGN_IN_BUSY'],
      },
      schema: {
        operationId: 'signInByPassword',
        summary: 'Signs in with name, password and, where it is set up, a code',
        tags,
        body: Type.Object(
          {
            name: Type.String({ maxLength: 200 }),
            password: PasswordText,
            code: Type.Optional(CodeText),
          },
          EXACT,
        ),
        response: { 201: SessionSchema },
      },
    },
    async (request, reply) => {
      const { name, password, code } = request.body;
      const visitor = visitorOf(context, request);
      const begun = await context.passwords.signIn({ name, password, code }, visitor);
      return begin(context, reply, begun);
    },
  );
}

function addPasskeyOptions(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/sign-in/passkey/options',
    {
      config: { access, rateLimit, codes: ['PASSKEY_NEEDS_NAME'] },
      schema: {
        operationId: 'beginPasskeySignIn',
        summary: 'What a browser is asked for to sign in with a passkey',
        tags,
        response: { 200: RequestOptionsSchema },
      },
    },
    (request) =>
      context.passkeySignIn.begin(placeIn(context, request), visitorOf(context, request)),
  );
}

function addPasskey(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/sign-in/passkey',
    {
      config: {
        access,
        rateLimit,
        codes: [...WRITE_CODES, 'SIGN_IN_REFUSED', 'PASSKEY_NEEDS_NAME'],
      },
      schema: {
        operationId: 'signInByPasskey',
        summary: 'Signs in with the browser’s answer to the options',
        tags,
        body: Type.Object({ assertion: AssertionSchema }, EXACT),
        response: { 201: SessionSchema },
      },
    },
    async (request, reply) => {
      const assertion = request.body.assertion as AuthenticationResponseJSON;
      const place = placeIn(context, request);
      const visitor = visitorOf(context, request);
      return begin(context, reply, await context.passkeySignIn.finish(assertion, place, visitor));
    },
  );
}

function begin(context: PeopleContext, reply: FastifyReply, begun: SignedIn): FastifyReply {
  const { log, organisation } = context.world;
  const { session, person, token } = begun;
  log.info('signed in', { session: session.id, person: person.id, way: session.way });
  keepSession(context, reply, begun);
  return reply
    .code(201)
    .send(sessionView({ ...begun, csrfToken: csrfTokenOf(token) }, organisation));
}
