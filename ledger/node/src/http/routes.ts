/** The HTTP surface of a ledger: one file a resource, all of them over one LedgerApi. */

import type { FastifyInstance } from 'fastify';
import type { LedgerApi } from '@stele/protocol';
import { addClassRoutes } from './assets/class-routes.ts';
import { addOutputRoutes } from './assets/output-routes.ts';
import { addPartyRoutes } from './assets/party-routes.ts';
import { addBlockRoutes } from './block-routes.ts';
import { addChainRoutes } from './chain-routes.ts';
import { ledgerContext } from './context.ts';
import { addEntryRoutes } from './entry-routes.ts';
import { addEventRoutes } from './events/event-routes.ts';
import { addInboxRoutes } from './inbox/inbox-routes.ts';
import { addSignatureRoutes } from './inbox/signature-routes.ts';
import { addLogRoutes } from './log/log-routes.ts';
import { addRowRoutes } from './row-routes.ts';
import { addPrepareRoutes } from './transactions/prepare-routes.ts';
import { addProofRoutes } from './transactions/proof-routes.ts';
import { addReadRoutes } from './transactions/read-routes.ts';
import { addSubmitRoutes } from './transactions/submit-routes.ts';

/** Adds the routes of the chain `name` to a server made with LEDGER_CODES (`routes` of createServer). */
export async function addLedgerRoutes(
  app: FastifyInstance,
  { name, api }: { readonly name: string; readonly api: LedgerApi },
): Promise<void> {
  const context = ledgerContext(name, api);
  addChainRoutes(app, context);
  addBlockRoutes(app, context);
  addEntryRoutes(app, context);
  addRowRoutes(app, context);
  addReadRoutes(app, context);
  addProofRoutes(app, context);
  addPrepareRoutes(app, context);
  addEventRoutes(app, context);
  addLogRoutes(app, context);
  addClassRoutes(app, context);
  addPartyRoutes(app, context);
  addOutputRoutes(app, context);
  addInboxRoutes(app, context);
  addSignatureRoutes(app, context);
  // A scope of its own: it reads bodies that no other route reads.
  await app.register((scope, _options, done) => {
    addSubmitRoutes(scope, context);
    done();
  });
}
