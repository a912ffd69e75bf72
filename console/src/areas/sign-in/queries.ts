/** The ways in, as calls. Each ends with a session, which takes the place of whatever was known before. */

import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';

import { request } from '../../api/request.ts';
import { type Session, useSignedIn } from '../../api/session.ts';
import { askedOf } from './passkey-trouble.ts';

export interface PasswordGiven {
  readonly name: string;
  readonly password: string;
  readonly code?: string;
}

export type SignIn<Given> = UseMutationResult<Session, Error, Given>;

export function useLinkSignIn(): SignIn<string> {
  return useSignIn((token) => request('/v1/sign-in/link', { method: 'POST', body: { token } }));
}

export function usePasswordSignIn(): SignIn<PasswordGiven> {
  return useSignIn((body) => request('/v1/sign-in/password', { method: 'POST', body }));
}

export function usePasskeySignIn(): SignIn<undefined> {
  return useSignIn(async () => {
    const path = '/v1/sign-in/passkey';
    const optionsJSON = await request<PublicKeyCredentialRequestOptionsJSON>(`${path}/options`, {
      method: 'POST',
    });
    const assertion = await askedOf(async ({ startAuthentication }) =>
      startAuthentication({ optionsJSON }),
    );
    return await request(path, { method: 'POST', body: { assertion } });
  });
}

function useSignIn<Given>(mutationFn: (given: Given) => Promise<Session>): SignIn<Given> {
  const enter = useSignedIn();
  return useMutation({ mutationFn, onSuccess: enter });
}
