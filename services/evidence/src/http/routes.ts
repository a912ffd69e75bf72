/** The HTTP surface of the service: one file a resource. */

import type { FastifyInstance } from 'fastify';
import { addOperationRoutes } from './operation-routes.ts';
import { addBatchRoutes } from './batch-routes.ts';
import { addCertificateRoutes } from './certificate-routes.ts';
import type { ServiceContext } from './context.ts';
import { addCustomerRoutes } from './customer-routes.ts';
import { addKeyRoutes } from './key-routes.ts';
import { addListRoutes } from './list-routes.ts';
import { addPublicRoutes } from './public-routes.ts';
import { addReceiptRoutes } from './receipt-routes.ts';
import { addRecordRoutes } from './record-routes.ts';
import { addUsageRoutes } from './usage-routes.ts';
import { addVerificationRoutes } from './verification-routes.ts';

export async function addServiceRoutes(
  app: FastifyInstance,
  context: ServiceContext,
): Promise<void> {
  addRecordRoutes(app, context);
  addListRoutes(app, context);
  addReceiptRoutes(app, context);
  addPublicRoutes(app, context);
  addCustomerRoutes(app, context);
  addKeyRoutes(app, context);
  addUsageRoutes(app, context);
  addOperationRoutes(app, context);
  await addCertificateRoutes(app, context);
  // Scopes of their own: they read bodies that no other route reads.
  for (const add of [addBatchRoutes, addVerificationRoutes]) {
    await app.register((scope, _options, done) => {
      add(scope, context);
      done();
    });
  }
}
