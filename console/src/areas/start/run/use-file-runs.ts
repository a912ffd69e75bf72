/** The files of the first page, and who may record them, for its components. */

import { useEffect, useSyncExternalStore } from 'react';

import { currentCaller, followPerson } from '../../../api/caller.ts';
import { mayDo, type Session, useSession } from '../../../api/session.ts';
import { FileRuns, type RunsState } from './file-runs.ts';
import { steps } from './steps.ts';

const fileRuns = new FileRuns(steps);
fileRuns.setPerson(currentCaller().person);
followPerson((person) => fileRuns.setPerson(person));

const ASK_EVERY_MS = 2_000;

export type Right = 'unknown' | 'signed-out' | 'may-not' | 'may';

export interface UsedRuns {
  readonly runs: FileRuns;
  readonly state: RunsState;
  readonly right: Right;
}

export function useFileRuns(): UsedRuns {
  const state = useSyncExternalStore(fileRuns.subscribe, fileRuns.state);
  const { data: session, refetch } = useSession();
  const right = rightOf(session);
  useEffect(() => fileRuns.setMayRecord(right === 'may'), [right]);
  useLostSession(state, refetch);
  const isWaiting = right === 'signed-out' && state.runs.some(({ record }) => record === undefined);
  useEffect(() => {
    if (!isWaiting) return undefined;
    // The link may be opened in another tab: its session is this page's, too.
    const timer = setInterval(() => void refetch(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isWaiting, refetch]);
  return { runs: fileRuns, state, right };
}

/** A request has found that the session is over: the whole console learns it. */
function useLostSession({ runs }: RunsState, askAgain: () => unknown): void {
  const isLost = runs.some(({ trouble }) => trouble?.problem.status === 401);
  useEffect(() => {
    if (isLost) askAgain();
  }, [isLost, askAgain]);
}

function rightOf(session: Session | null | undefined): Right {
  if (session === undefined) return 'unknown';
  if (session === null) return 'signed-out';
  return mayDo(session, 'evidence:write') ? 'may' : 'may-not';
}
