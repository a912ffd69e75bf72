/** How the steps of a verification are run, and what they come to: the same for receipts and for live proofs. */

import { isCoded } from '@stele/base';
import type { Findings, PartName, StepDefinition, StepResult } from './findings.ts';

/** valid: exit 0; invalid: 1; incomplete (all checks, the chain is not trusted): 4. */
export type VerdictName = 'valid' | 'invalid' | 'incomplete';

export type PartVerdict = 'ok' | 'failed' | 'unknown';

export type Parts = Readonly<Record<PartName, PartVerdict>>;

export interface Step {
  readonly name: string;
  readonly part: PartName;
  readonly result: 'pass' | 'fail' | 'skipped';
  /** Of a failed or skipped step. */
  readonly code?: string;
  /** What was compared, as a sentence. */
  readonly detail: string;
}

/** Runs the steps in their order; one whose needs have not passed is not reached. */
export function runSteps<F extends Findings>(
  definitions: readonly StepDefinition<F>[],
  findings: F,
): readonly Step[] {
  const steps: Step[] = [];
  for (const definition of definitions) steps.push(runStep(definition, findings, steps));
  return steps;
}

/** What each part of a verification comes to. */
export function partVerdicts(steps: readonly Step[]): Parts {
  return {
    integrity: partVerdict('integrity', steps),
    inclusion: partVerdict('inclusion', steps),
    identity: partVerdict('identity', steps),
    time: partVerdict('time', steps),
    trust: partVerdict('trust', steps),
  };
}

function runStep<F extends Findings>(
  definition: StepDefinition<F>,
  findings: F,
  done: readonly Step[],
): Step {
  const { name, part, needs, run } = definition;
  const ready = needs.every((need) =>
    done.some((step) => step.name === need && step.result === 'pass'),
  );
  if (!ready) {
    return {
      name,
      part,
      result: 'skipped',
      code: 'NOT_REACHED',
      detail: 'a step before it failed',
    };
  }
  return { name, part, ...attempt(run, findings) };
}

function attempt<F extends Findings>(
  run: StepDefinition<F>['run'],
  findings: F,
): StepResult | { readonly result: 'fail'; readonly code: string; readonly detail: string } {
  try {
    return run(findings);
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { result: 'fail', code: error.code, detail: error.message };
  }
}

function partVerdict(part: PartName, steps: readonly Step[]): PartVerdict {
  const own = steps.filter((step) => step.part === part);
  if (own.some(({ result }) => result === 'fail')) return 'failed';
  const whole = own.every(({ code }) => code !== 'NOT_REACHED');
  return whole && own.some(({ result }) => result === 'pass') ? 'ok' : 'unknown';
}

/** Invalid when any step failed. */
export function verdictOf(steps: readonly Step[]): VerdictName {
  if (steps.some(({ result }) => result === 'fail')) return 'invalid';
  const trusted = steps.some(({ name, result }) => name === 'trust' && result === 'pass');
  return trusted ? 'valid' : 'incomplete';
}
