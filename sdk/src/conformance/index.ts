/** @stele/sdk/conformance: what every transport to a ledger is held to, and the bench of assets that tests of ledgers use. */

export {
  AssetBench,
  type AssetBenchOptions,
  type AssetCall,
  type AssetPerson,
  inputOf,
  MONEY,
  newOutput,
  outputText,
  signatureOf,
  signedBy,
  transfer,
  type Unsigned,
} from './asset-bench.ts';
export { escrow } from './asset-tests.ts';
export type { TransportBench } from './transport-bench.ts';
export { transportConformance } from './transport-suite.ts';
