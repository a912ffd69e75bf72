/** @stele/console/serve: what a server needs to serve the pages. */

export { addConsoleRoutes, PAGE_PATHS } from './console-routes.ts';
export type { ConsoleOptions } from './console-routes.ts';
export { ensureConsole } from '../build/ensure-console.ts';
export type { ConsoleBuild } from '../build/ensure-console.ts';
