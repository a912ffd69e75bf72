/** The session of the browser that asks, and the other ones of the same person. */

import { type RequestTypes, wholeList } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { personIn } from '../store/people-state.ts';
import { WRITE_CODES } from './catalogue.ts';
import { ownSession, type PeopleContext, personAsking } from './context.ts';
import { OwnSessionSchema, ownSessionView, SessionSchema, sessionView } from './views.ts';

const access = { kind: 'session' } as const;
const tags = ['sign-in'];

export function addSessionRoutes(scope: FastifyInstance, context: PeopleContext): void {
  addShow(scope, context);
  addSignOut(scope, context);
  addList(scope, context);
  addEnd(scope, context);
}

function addShow(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/session',
    {
      config: { access },
      schema: {
        operationId: 'getSession',
        summary: 'Who is signed in, what they may do, and the token that changes carry',
        tags,
        response: { 200: SessionSchema },
      },
    },
    (request) => {
      const session = ownSession(context, request);
      const { store, organisation } = context.world;
      const person = personIn(store.state, session.person);
      const { csrfToken } = personAsking(request);
      return sessionView({ person, session, csrfToken }, organisation);
    },
  );
}

function addSignOut(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().delete(
    '/v1/session',
    {
      config: { access, codes: [...WRITE_CODES, 'SESSION_UNKNOWN'] },
      schema: {
        operationId: 'signOut',
        summary: 'Ends the session of this browser',
        tags,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id, person } = ownSession(context, request);
      await context.sessions.end(id, person);
      return reply.code(204).header('set-cookie', context.cookie.clearing(request.headers)).send();
    },
  );
}

function addList(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/sessions',
    {
      config: { access },
      schema: {
        operationId: 'listSessions',
        summary: 'One’s own sessions, oldest first',
        tags,
        response: { 200: wholeList(OwnSessionSchema) },
      },
    },
    (request) => {
      const { id, person } = ownSession(context, request);
      const items = context.sessions.ofPerson(person).map((one) => ownSessionView(one, id));
      return { items, nextCursor: null };
    },
  );
}

function addEnd(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().delete(
    '/v1/sessions/:id',
    {
      config: { access, codes: [...WRITE_CODES, 'SESSION_UNKNOWN'] },
      schema: {
        operationId: 'endSession',
        summary: 'Ends one of one’s own sessions, from its next request on',
        tags,
        params: Type.Object({ id: Type.String({ pattern: '^ses_[0-9a-f]{32}$' }) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { person } = ownSession(context, request);
      await context.sessions.end(request.params.id, person);
      return reply.code(204).send();
    },
  );
}
