/**
 * Ends streams whose reader may no longer read: a key is judged when a request comes in, and a stream may outlive the key by days.
 * So the keys of open streams are looked at again, all of them on one timer.
 */

import type { Clock } from '@stele/base';
import type { FastifyReply } from 'fastify';
import { KEY_CHECK_MS } from '../limits.ts';
import type { Caller } from './key-record.ts';
import { checkStanding } from './standing.ts';
import type { Authorities } from './standing.ts';

export interface StreamEnds {
  /**
   * Aborted when the reader has gone, when the server begins to close, and within KEY_CHECK_MS after the caller's key was revoked,
   * has expired or is gone, or the session has ended: what a stream of unknown length has to end by.
   */
  signalOf(reply: FastifyReply): AbortSignal;
  /** How many streams are being watched. */
  count(): number;
}

interface Watched {
  readonly caller: Caller;
  readonly controller: AbortController;
}

declare module 'fastify' {
  interface FastifyReply {
    /** See StreamEnds. To be asked once, by a route whose answer is a stream. */
    streamSignal(): AbortSignal;
  }
}

/** Watches on behalf of one server. */
export function streamEnds(
  authorities: Authorities,
  clock: Clock,
  closing: AbortSignal,
): StreamEnds {
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    for (const { caller, controller } of watched) if (!isValid(caller)) controller.abort();
  };
  const isValid = (caller: Caller): boolean =>
    passes(() => {
      checkStanding(caller, authorities, clock.nowMs());
    });
  const forget = (stream: Watched): void => {
    watched.delete(stream);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return {
    count: () => watched.size,
    signalOf: ({ raw, request: { caller } }) => {
      const controller = new AbortController();
      if (caller !== null) {
        const stream = { caller, controller };
        watched.add(stream);
        timer ??= setInterval(look, KEY_CHECK_MS).unref();
        controller.signal.addEventListener('abort', () => {
          forget(stream);
        });
      }
      // A reader who went while the route was still preparing has closed already.
      if (raw.closed) controller.abort();
      else {
        raw.once('close', () => {
          controller.abort();
        });
      }
      return AbortSignal.any([controller.signal, closing]);
    },
  };
}

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
