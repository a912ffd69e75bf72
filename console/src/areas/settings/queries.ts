/** What the settings ask and change: one's own ways to sign in and sessions; people, for administrators. */

import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';

import { request } from '../../api/request.ts';
import { type Role, type Session, SESSION_KEY } from '../../api/session.ts';
import { askedOf } from '../sign-in/passkey-trouble.ts';

export interface OwnSession {
  readonly id: string;
  readonly startedAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly agent: string;
  readonly current: boolean;
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly createdAt: string;
  readonly lastUsedAt?: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly lastSignInAt?: string;
  readonly ways: Session['ways'];
}

export interface SignInLink {
  /** To be put behind the address of the server. */
  readonly path: string;
  readonly url?: string;
  readonly expiresAt: string;
}

export interface CodeSetup {
  readonly secret: string;
  readonly uri: string;
}

export type Change<Given, Answer = undefined> = UseMutationResult<Answer, Error, Given>;

const SESSIONS = ['sessions'];
const PASSKEYS = ['passkeys'];
const PEOPLE = ['people'];

/** All of a list that is never longer than a page. */
function useList<Item>(queryKey: readonly string[], path: string): UseQueryResult<readonly Item[]> {
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) =>
      (await request<{ readonly items: readonly Item[] }>(path, { signal })).items,
  });
}

export const useSessions = (): UseQueryResult<readonly OwnSession[]> =>
  useList(SESSIONS, '/v1/sessions');

export const usePasskeys = (): UseQueryResult<readonly Passkey[]> =>
  useList(PASSKEYS, '/v1/me/passkeys');

export const usePeople = (): UseQueryResult<readonly Person[]> => useList(PEOPLE, '/v1/people');

/** A change after which these are asked for anew, whether it was made or not: somebody else may have been faster. */
function useChange<Given, Answer>(
  mutationFn: (given: Given) => Promise<Answer>,
  ...outdated: readonly (readonly string[])[]
): Change<Given, Answer> {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(outdated.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export interface NewPassword {
  readonly password: string;
  readonly current?: string;
}

export const useSetPassword = (): Change<NewPassword> =>
  useChange((body) => request('/v1/me/password', { method: 'PUT', body }), SESSION_KEY, SESSIONS);

export const useRemovePassword = (): Change<undefined> =>
  useChange(() => request('/v1/me/password', { method: 'DELETE' }), SESSION_KEY, SESSIONS);

export const useBeginCodes = (): Change<undefined, CodeSetup> =>
  useChange(() => request('/v1/me/totp', { method: 'POST' }));

export const useConfirmCodes = (): Change<string> =>
  useChange((code) => request('/v1/me/totp', { method: 'PUT', body: { code } }), SESSION_KEY);

export const useRemoveCodes = (): Change<undefined> =>
  useChange(() => request('/v1/me/totp', { method: 'DELETE' }), SESSION_KEY);

/** Asks the browser for a passkey and has the server keep it under this name. */
export const useAddPasskey = (): Change<string, Passkey> =>
  useChange(
    async (name) => {
      const path = '/v1/me/passkeys';
      const optionsJSON = await request<PublicKeyCredentialCreationOptionsJSON>(`${path}/options`, {
        method: 'POST',
      });
      const attestation = await askedOf(async ({ startRegistration }) =>
        startRegistration({ optionsJSON }),
      );
      return await request<Passkey>(path, { method: 'POST', body: { name, attestation } });
    },
    PASSKEYS,
    SESSION_KEY,
  );

export const useRemovePasskey = (): Change<string> =>
  useChange((id) => request(`/v1/me/passkeys/${id}`, { method: 'DELETE' }), PASSKEYS, SESSION_KEY);

export const useEndSession = (): Change<string> =>
  useChange((id) => request(`/v1/sessions/${id}`, { method: 'DELETE' }), SESSIONS, SESSION_KEY);

export interface NewPerson {
  readonly name: string;
  readonly role: Role;
  readonly idempotencyKey: string;
}

export interface AddedPerson {
  readonly person: Person;
  readonly link: SignInLink;
}

export const useAddPerson = (): Change<NewPerson, AddedPerson> =>
  useChange(
    ({ idempotencyKey, ...body }) =>
      request<AddedPerson>('/v1/people', { method: 'POST', body, idempotencyKey }),
    PEOPLE,
  );

export interface PersonChange {
  readonly id: string;
  readonly name?: string;
  readonly role?: Role;
}

export const useChangePerson = (): Change<PersonChange, Person> =>
  useChange(
    ({ id, ...body }) => request<Person>(`/v1/people/${id}`, { method: 'PATCH', body }),
    PEOPLE,
    SESSION_KEY,
  );

export const useRemovePerson = (): Change<string> =>
  useChange((id) => request(`/v1/people/${id}`, { method: 'DELETE' }), PEOPLE, SESSION_KEY);

export const useMakeLink = (): Change<string, SignInLink> =>
  useChange((person) =>
    request<SignInLink>('/v1/sign-in/links', { method: 'POST', body: { person } }),
  );
