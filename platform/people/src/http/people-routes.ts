/** People and their links, for administrators. */

import { EXACT, idempotencyKeyOf, type RequestTypes, wholeList } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { makeLink } from '../links/links.ts';
import { WRITE_CODES } from './catalogue.ts';
import { personIn } from '../store/people-state.ts';
import { checkFreshPerson, type PeopleContext } from './context.ts';
import { PersonName } from './texts.ts';
import { linkView, LinkViewSchema, personView, PersonViewSchema, RoleSchema } from './views.ts';

const access = { kind: 'scope', scope: 'admin' } as const;
const tags = ['people'];
const PATH = '/v1/people';

const PersonId = Type.String({ pattern: '^per_[0-9a-f]{32}$', description: 'a person’s id' });
const Parameters = Type.Object({ id: PersonId });

export function addPersonRoutes(scope: FastifyInstance, context: PeopleContext): void {
  addLink(scope, context);
  addList(scope, context);
  addAdd(scope, context);
  addChange(scope, context);
  addRemove(scope, context);
}

function addLink(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/sign-in/links',
    {
      config: { access, codes: [...WRITE_CODES, 'PERSON_UNKNOWN', 'SESSION_NOT_FRESH'] },
      schema: {
        operationId: 'makeSignInLink',
        summary: 'A link that signs in once, within an hour',
        tags,
        body: Type.Object(
          { person: Type.Optional(PersonId) },
          {
            ...EXACT,
            description:
              'without a person: for who asks, or with a key for the first administrator',
          },
        ),
        response: { 201: LinkViewSchema },
      },
    },
    async (request, reply) => {
      checkFreshPerson(context, request);
      const { body, caller } = request;
      const own = caller?.kind === 'person' ? caller.person.id : undefined;
      const link = await makeLink(context.world, body.person ?? own);
      return reply.code(201).send(linkView(link, context.origins.publicUrl));
    },
  );
}

function addList(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    PATH,
    {
      config: { access },
      schema: {
        operationId: 'listPeople',
        summary: 'Who may sign in, oldest first',
        tags,
        response: { 200: wholeList(PersonViewSchema) },
      },
    },
    () => ({ items: context.world.store.state.people.map(personView), nextCursor: null }),
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
          'IDEMPOTENCY_KEY_MALFORMED',
          'IDEMPOTENCY_KEY_REUSED',
          'PEOPLE_TOO_MANY',
          'PERSON_EXISTS',
          'PERSON_NAME_EMPTY',
          'SESSION_NOT_FRESH',
        ],
      },
      schema: {
        operationId: 'addPerson',
        summary: 'Adds a person, with a link for signing in the first time',
        tags,
        body: Type.Object({ name: PersonName, role: RoleSchema }, EXACT),
        response: { 201: Type.Object({ person: PersonViewSchema, link: LinkViewSchema }) },
      },
    },
    async (request, reply) => {
      checkFreshPerson(context, request);
      const key = idempotencyKeyOf(request);
      const { person, link, isReplayed } = await context.administration.add(request.body, key);
      if (isReplayed) void reply.header('idempotency-replayed', 'true');
      const { publicUrl } = context.origins;
      return reply.code(201).send({ person: personView(person), link: linkView(link, publicUrl) });
    },
  );
}

function addChange(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().patch(
    `${PATH}/:id`,
    {
      config: {
        access,
        codes: [
          ...WRITE_CODES,
          'ADMIN_LAST',
          'PERSON_EXISTS',
          'PERSON_NAME_EMPTY',
          'PERSON_UNKNOWN',
          'SESSION_NOT_FRESH',
        ],
      },
      schema: {
        operationId: 'changePerson',
        summary: 'Gives a person another name or role; a new role ends the person’s sessions',
        tags,
        params: Parameters,
        body: Type.Object(
          { name: Type.Optional(PersonName), role: Type.Optional(RoleSchema) },
          EXACT,
        ),
        response: { 200: PersonViewSchema },
      },
    },
    async (request) => {
      const { params, body } = request;
      const { name, role } = body;
      const before = personIn(context.world.store.state, params.id).role;
      if (role !== undefined && role !== before) checkFreshPerson(context, request);
      const given = {
        ...(name !== undefined && { name }),
        ...(role !== undefined && { role }),
      };
      return personView(await context.administration.change(params.id, given));
    },
  );
}

function addRemove(scope: FastifyInstance, context: PeopleContext): void {
  scope.withTypeProvider<RequestTypes>().delete(
    `${PATH}/:id`,
    {
      config: { access, codes: [...WRITE_CODES, 'ADMIN_LAST', 'PERSON_UNKNOWN'] },
      schema: {
        operationId: 'removePerson',
        summary: 'Removes a person, whose sessions and links end at once',
        tags,
        params: Parameters,
        response: { 204: Type.Null() },
      },
    },
    async ({ params }, reply) => {
      await context.administration.remove(params.id);
      return reply.code(204).send();
    },
  );
}
