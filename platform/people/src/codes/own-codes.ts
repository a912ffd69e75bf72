/** A person's own authenticator app: a secret is shown, and counts once a code of it was given, so that nobody locks himself out. */

import { rejection } from '@stele/base';
import { CODE_SETUP_MS } from '../limits.ts';
import type { Totp } from '../people/person.ts';
import { checkFresh } from '../sessions/fresh.ts';
import { type KeptSession, personIn, withPerson } from '../store/people-state.ts';
import type { PeopleWorld } from '../world.ts';
import { codeStep, codeUri, newCodeSecret } from './totp-code.ts';

export interface CodeSetup {
  /** Base32, for typing. */
  readonly secret: string;
  /** For a QR code. */
  readonly uri: string;
}

export interface OwnCodes {
  /** A new secret, which changes nothing until it is confirmed. Rejects with SESSION_NOT_FRESH. */
  begin(session: KeptSession): CodeSetup;
  /** Rejects with SESSION_NOT_FRESH, CODE_SETUP_MISSING when none was begun in this session lately, CODE_WRONG. */
  confirm(session: KeptSession, code: string): Promise<void>;
  /** Rejects with SESSION_NOT_FRESH, and with WAY_MISSING when there is none. */
  remove(session: KeptSession): Promise<void>;
}

interface Pending {
  readonly secret: string;
  readonly endsAtMs: number;
}

const NEVER_USED = -1;

export function ownCodes({ store, clock, random, log, organisation }: PeopleWorld): OwnCodes {
  /** By session; in memory only, and one a session, so there are never more than sessions. */
  const pending = new Map<string, Pending>();

  const forgetOld = (): void => {
    const nowMs = clock.monotonicMs();
    for (const [id, { endsAtMs }] of pending) if (endsAtMs <= nowMs) pending.delete(id);
  };

  return {
    begin: (session) => {
      const { id, person } = session;
      checkFresh(session, clock);
      forgetOld();
      const secret = newCodeSecret(random);
      pending.set(id, { secret, endsAtMs: clock.monotonicMs() + CODE_SETUP_MS });
      const { name } = personIn(store.state, person);
      return { secret, uri: codeUri(secret, organisation.name, name) };
    },
    confirm: async (session, code) => {
      checkFresh(session, clock);
      forgetOld();
      const secret = pending.get(session.id)?.secret;
      if (secret === undefined) throw rejection('CODE_SETUP_MISSING', 'no set-up was begun');
      const step = codeStep({ secret, lastStep: NEVER_USED }, code, clock.nowMs());
      if (step === undefined) throw wrongCode();
      await put(session, { secret, lastStep: step });
      pending.delete(session.id);
    },
    remove: async (session) => {
      checkFresh(session, clock);
      await put(session, undefined);
    },
  };

  async function put({ person: id }: KeptSession, totp: Totp | undefined): Promise<void> {
    await store.change((state) => {
      const { totp: before, ...rest } = personIn(state, id);
      if (totp === undefined && before === undefined) {
        throw rejection('WAY_MISSING', 'you have no authenticator app');
      }
      const person = totp === undefined ? rest : { ...rest, totp };
      return { state: withPerson(state, person), result: undefined };
    });
    log.info('authenticator app changed', { person: id, isSet: totp !== undefined });
  }
}

function wrongCode(): Error {
  return rejection('CODE_WRONG', 'this is not a code of the secret that was shown', {
    data: { pointer: '#/code' },
  });
}
