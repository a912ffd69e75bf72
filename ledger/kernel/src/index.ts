/** @stele/kernel: the deterministic state machine. Contracts are written with @stele/kernel/contract. */

export { Kernel, type KernelOptions, openKernel } from './kernel.ts';
export type { Block, BlockInput, BlockPayloads } from './block/block.ts';
export {
  type Delivery,
  inspectSubmission,
  openDelivery,
  type OpenedDelivery,
  type OpenedEnvelope,
  packBlock,
} from './block/delivery.ts';
export { activatedRules, type Activation, CHAIN_CONTRACT } from './execution/chain-contract.ts';
export type { LineageInput } from './block/lineage.ts';
export type { StoredBlock } from './block/rederive.ts';
export type { Candidate, Result } from './execution/candidate.ts';
export type { DryRun, DryRunInput } from './execution/dry-run.ts';
export type { Tip } from './state/tip.ts';
export type { EffectBlock } from './store/effect-record.ts';
export type { Row } from './store/layout.ts';
export { MemoryStore } from './store/memory-store.ts';
export {
  type FiledRow,
  type ReadableStore,
  StateReader,
  type StoredEffects,
  type StoredMoment,
  type StoredRow,
  type TermRange,
} from './store/reader.ts';
export type { KeyValue, KvStore, Operation, RangeOptions } from './store/store.ts';
