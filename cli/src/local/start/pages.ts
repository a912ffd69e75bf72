/** The console of this process: built when its sources have changed, while the node opens. A server without pages is still a server. */

import type { Log } from '@stele/base';
import { addConsoleRoutes, ensureConsole } from '@stele/console/serve';
import type { FastifyInstance } from 'fastify';

import type { Settings } from './settings.ts';

export interface PagesWorld {
  readonly log: Log;
  /** Told when there is something to wait for. */
  readonly onBuild: () => void;
}

/** The folder with the built pages; undefined where none are wanted, or where they could not be built, which is logged. */
export async function pagesOf(
  { hasConsole }: Settings,
  { log, onBuild }: PagesWorld,
): Promise<string | undefined> {
  if (!hasConsole) return undefined;
  try {
    const { folder } = await ensureConsole(onBuild);
    return folder;
  } catch (error) {
    log.error('the server has no pages', { error });
    return undefined;
  }
}

/** Adds the pages. Without them, codes on certificates lead to the public look-up itself. */
export function addPages(app: FastifyInstance, folder: string | undefined): void {
  if (folder !== undefined) {
    addConsoleRoutes(app, { folder });
    return;
  }
  app.get(
    '/look-up',
    { config: { access: { kind: 'open' } }, schema: { hide: true } },
    (request, reply) => {
      const { search } = new URL(request.url, 'http://localhost');
      return reply.redirect(`/v1/public/evidence${search}`);
    },
  );
}
