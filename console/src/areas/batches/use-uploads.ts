/** The uploads and the one at work, for components; the browser asks before it leaves a page that is at work. */

import { useEffect, useSyncExternalStore } from 'react';

import type { RunState, UploadRun } from './journal/upload-run.ts';
import { uploads, type UploadsState } from './uploads.ts';

export function useUploads(): UploadsState {
  const state = useSyncExternalStore(uploads.subscribe, uploads.state);
  useEffect(() => void uploads.refresh(), []);
  return state;
}

export function useRunState(run: UploadRun): RunState {
  const state = useSyncExternalStore(run.subscribe, run.state);
  const isRunning = state.phase === 'running';
  useEffect(() => {
    if (!isRunning) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isRunning]);
  return state;
}
