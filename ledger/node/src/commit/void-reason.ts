/**
 * Why a candidate left no entry (spec/transaction.md). Asked when a whole delivery left none and there is no block that could say.
 * The kernel's own checks are asked one after the other, in its order; signatures were verified at intake.
 */

import type { Candidate, Kernel } from '@stele/kernel';

export function voidReason(kernel: Kernel, candidate: Candidate, timeMs: number): string {
  const { content } = candidate.transaction;
  const trial = kernel.dryRun({ content, payloads: candidate.payloads, timeMs });
  const isVoid = trial.verdict === 'void';
  if (isVoid && (trial.code === 'EXPIRED' || trial.code === 'VALID_UNTIL_TOO_FAR')) {
    return trial.code;
  }
  if (kernel.isKnown(candidate.id)) return 'DUPLICATE';
  if (candidate.verified === false) return 'SIGNATURE_INVALID';
  // A trial takes it that everybody signs who could.
  return isVoid ? trial.code : 'PAYER_NOT_SIGNED';
}
