/** Order by the node itself. */

export { createSoloDriver } from './driver.ts';
export type { SoloOptions } from './options.ts';
