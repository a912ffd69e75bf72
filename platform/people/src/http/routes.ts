/** The HTTP surface of signing in: one file a resource. */

import type { FastifyInstance } from 'fastify';
import type { PeopleContext } from './context.ts';
import { addPasskeyRoutes } from './passkey-routes.ts';
import { addPersonRoutes } from './people-routes.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addSignInRoutes } from './sign-in-routes.ts';
import { addWayRoutes } from './way-routes.ts';

export function addPeopleRoutes(app: FastifyInstance, context: PeopleContext): void {
  addSignInRoutes(app, context);
  addSessionRoutes(app, context);
  addWayRoutes(app, context);
  addPasskeyRoutes(app, context);
  addPersonRoutes(app, context);
}
