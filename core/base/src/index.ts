/** @stele/base: errors, assertions, bytes, text, and the interfaces of the outside world. Imports nothing. */

export { assert, CodedError, failure, isCoded, rejection, unlessRefused } from './errors.ts';
export type { CodedErrorDetails } from './errors.ts';
export {
  compare,
  concat,
  equal,
  fromBase64,
  fromBase64url,
  fromHex,
  toBase64,
  toBase64url,
  toHex,
} from './bytes.ts';
export { levelFault, tablesFault } from './level/level-fault.ts';
export type { LevelFault, LevelFiles } from './level/level-fault.ts';
export { fromUtf8, utf8 } from './text.ts';
export type { Clock, Log, LogFields, Random } from './world.ts';
