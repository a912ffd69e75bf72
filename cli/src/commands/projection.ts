/** `stele projection status|rebuild`: the tables in PostgreSQL that search and usage read, derived from log and notes. */

import { type Command, noOperands, serviceOptions } from '../command.ts';

export const projectionStatus: Command = {
  name: 'projection status',
  operands: noOperands,
  options: serviceOptions,
  about: 'projectionStatus.about',
  calls: ['GET /v1/projection'],
  run: async (invocation) =>
    (await import('../projection/show-projection.ts')).showProjection(invocation),
};

export const projectionRebuild: Command = {
  name: 'projection rebuild',
  operands: noOperands,
  options: [{ name: 'no-wait', help: 'projection.noWait' }, ...serviceOptions],
  about: 'projectionRebuild.about',
  calls: ['GET  /v1/projection', 'POST /v1/projection/rebuild'],
  run: async (invocation) =>
    (await import('../projection/rebuild-projection.ts')).rebuildProjection(invocation),
};
