/**
 * The one table of commands, in the order help shows them. A command's module is loaded when it is needed, so that
 * `stele verify --help` never waits for the node.
 */

import type { Command } from '../command.ts';
import type { TextKey } from '../text/text.ts';

export interface CommandEntry {
  /** One or two words. */
  readonly name: string;
  readonly summary: TextKey;
  readonly load: () => Promise<Command>;
}

export const commandTable: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'start.summary',
    load: async () => (await import('./start.ts')).start,
  },
  {
    name: 'open',
    summary: 'open.summary',
    load: async () => (await import('./open.ts')).open,
  },
  {
    name: 'status',
    summary: 'status.summary',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'doctor',
    summary: 'doctor.summary',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'notarize',
    summary: 'notarize.summary',
    load: async () => (await import('./notarize.ts')).notarize,
  },
  {
    name: 'verify',
    summary: 'verify.summary',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'trust add',
    summary: 'trustAdd.summary',
    load: async () => (await import('./trust.ts')).trustAdd,
  },
  {
    name: 'trust list',
    summary: 'trustList.summary',
    load: async () => (await import('./trust.ts')).trustList,
  },
  {
    name: 'trust remove',
    summary: 'trustRemove.summary',
    load: async () => (await import('./trust.ts')).trustRemove,
  },
  {
    name: 'evidence list',
    summary: 'evidenceList.summary',
    load: async () => (await import('./evidence.ts')).evidenceList,
  },
  {
    name: 'evidence show',
    summary: 'evidenceShow.summary',
    load: async () => (await import('./evidence.ts')).evidenceShow,
  },
  {
    name: 'evidence receipt',
    summary: 'evidenceReceipt.summary',
    load: async () => (await import('./evidence.ts')).evidenceReceipt,
  },
  {
    name: 'evidence erase-note',
    summary: 'evidenceEraseNote.summary',
    load: async () => (await import('./evidence.ts')).evidenceEraseNote,
  },
  {
    name: 'customer create',
    summary: 'customerCreate.summary',
    load: async () => (await import('./customer.ts')).customerCreate,
  },
  {
    name: 'customer list',
    summary: 'customerList.summary',
    load: async () => (await import('./customer.ts')).customerList,
  },
  {
    name: 'customer show',
    summary: 'customerShow.summary',
    load: async () => (await import('./customer.ts')).customerShow,
  },
  {
    name: 'customer change',
    summary: 'customerChange.summary',
    load: async () => (await import('./customer.ts')).customerChange,
  },
  {
    name: 'customer quota',
    summary: 'customerQuota.summary',
    load: async () => (await import('./customer.ts')).customerQuota,
  },
  {
    name: 'key create',
    summary: 'keyCreate.summary',
    load: async () => (await import('./key.ts')).keyCreate,
  },
  {
    name: 'key list',
    summary: 'keyList.summary',
    load: async () => (await import('./key.ts')).keyList,
  },
  {
    name: 'key revoke',
    summary: 'keyRevoke.summary',
    load: async () => (await import('./key.ts')).keyRevoke,
  },
  {
    name: 'usage',
    summary: 'usage.summary',
    load: async () => (await import('./usage.ts')).usage,
  },
  {
    name: 'projection status',
    summary: 'projectionStatus.summary',
    load: async () => (await import('./projection.ts')).projectionStatus,
  },
  {
    name: 'projection rebuild',
    summary: 'projectionRebuild.summary',
    load: async () => (await import('./projection.ts')).projectionRebuild,
  },
  {
    name: 'account new-key',
    summary: 'accountNewKey.summary',
    load: async () => (await import('./account.ts')).accountNewKey,
  },
  {
    name: 'account open',
    summary: 'accountOpen.summary',
    load: async () => (await import('./account.ts')).accountOpen,
  },
  {
    name: 'account show',
    summary: 'accountShow.summary',
    load: async () => (await import('./account.ts')).accountShow,
  },
  {
    name: 'account list',
    summary: 'accountList.summary',
    load: async () => (await import('./account.ts')).accountList,
  },
  {
    name: 'account balances',
    summary: 'accountBalances.summary',
    load: async () => (await import('./account.ts')).accountBalances,
  },
  {
    name: 'asset define',
    summary: 'assetDefine.summary',
    load: async () => (await import('./asset-acts.ts')).assetDefine,
  },
  {
    name: 'asset issue',
    summary: 'assetIssue.summary',
    load: async () => (await import('./asset-acts.ts')).assetIssue,
  },
  {
    name: 'asset send',
    summary: 'assetSend.summary',
    load: async () => (await import('./asset-acts.ts')).assetSend,
  },
  {
    name: 'asset hold',
    summary: 'assetHold.summary',
    load: async () => (await import('./asset-acts.ts')).assetHold,
  },
  {
    name: 'asset exit',
    summary: 'assetExit.summary',
    load: async () => (await import('./asset-acts.ts')).assetExit,
  },
  {
    name: 'asset redeem',
    summary: 'assetRedeem.summary',
    load: async () => (await import('./asset-acts.ts')).assetRedeem,
  },
  {
    name: 'asset step',
    summary: 'assetStep.summary',
    load: async () => (await import('./asset-acts.ts')).assetStep,
  },
  {
    name: 'asset mark',
    summary: 'assetMark.summary',
    load: async () => (await import('./asset-acts.ts')).assetMark,
  },
  {
    name: 'asset unmark',
    summary: 'assetUnmark.summary',
    load: async () => (await import('./asset-acts.ts')).assetUnmark,
  },
  {
    name: 'asset certify',
    summary: 'assetCertify.summary',
    load: async () => (await import('./asset-acts.ts')).assetCertify,
  },
  {
    name: 'asset show',
    summary: 'assetShow.summary',
    load: async () => (await import('./asset.ts')).assetShow,
  },
  {
    name: 'asset list',
    summary: 'assetList.summary',
    load: async () => (await import('./asset.ts')).assetList,
  },
  {
    name: 'asset trace',
    summary: 'assetTrace.summary',
    load: async () => (await import('./asset.ts')).assetTrace,
  },
  {
    name: 'asset prove',
    summary: 'assetProve.summary',
    load: async () => (await import('./asset.ts')).assetProve,
  },
  {
    name: 'asset verify',
    summary: 'assetVerify.summary',
    load: async () => (await import('./asset.ts')).assetVerify,
  },
  {
    name: 'asset templates',
    summary: 'assetTemplates.summary',
    load: async () => (await import('./asset.ts')).assetTemplates,
  },
  {
    name: 'tx show',
    summary: 'txShow.summary',
    load: async () => (await import('./tx.ts')).txShow,
  },
  {
    name: 'tx prepare',
    summary: 'txPrepare.summary',
    load: async () => (await import('./tx.ts')).txPrepare,
  },
  {
    name: 'tx sign',
    summary: 'txSign.summary',
    load: async () => (await import('./tx.ts')).txSign,
  },
  {
    name: 'tx inbox',
    summary: 'txInbox.summary',
    load: async () => (await import('./tx.ts')).txInbox,
  },
  {
    name: 'tx submit',
    summary: 'txSubmit.summary',
    load: async () => (await import('./tx.ts')).txSubmit,
  },
  {
    name: 'ledger check',
    summary: 'ledgerCheck.summary',
    load: async () => (await import('./ledger-check.ts')).ledgerCheck,
  },
  {
    name: 'ledger rules',
    summary: 'ledgerRules.summary',
    load: async () => (await import('./ledger-rules.ts')).ledgerRules,
  },
  {
    name: 'backup',
    summary: 'backup.summary',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'restore',
    summary: 'restore.summary',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'service',
    summary: 'service.summary',
    load: async () => (await import('./service.ts')).service,
  },
  {
    name: 'bench',
    summary: 'bench.summary',
    load: async () => (await import('./bench.ts')).bench,
  },
];
