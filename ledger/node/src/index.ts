/** @stele/node: the daemon's core: one chain in one data folder, and the HTTP routes over it. */

export { type LedgerNode, type NodeOptions, openNode } from './node.ts';
export { LEDGER_CODES } from './http/catalogue.ts';
export { addLedgerRoutes } from './http/routes.ts';
export { type CheckOptions, checkFolder } from './check/check-folder.ts';
export type { CheckProgress, CheckReport, Damage } from './check/report.ts';
export { checkpointTextIn } from './storage/checkpoint-slots.ts';
export { operatorAccount } from './genesis/operator-account.ts';
export { systemClock, systemRandom } from './world.ts';
export {
  backupFolder,
  type BackupOptions,
  type BackupReport,
  type BackupStream,
} from './backup/backup-folder.ts';
export { restoreFolder, type RestoreOptions, type RestoreReport } from './backup/restore-folder.ts';
export { floorBytes, type Space, SPACE_FLOORS, type SpaceFloors } from './storage/space-watch.ts';
export { type FolderFacts, inspectFolder } from './check/inspect-folder.ts';
