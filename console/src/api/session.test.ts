// One browser, several people: what was answered to one is not there for the next, and nothing is done in another's name.

import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';

import { QueryObserver } from '@tanstack/react-query';

import { isCode, PERSON_CHANGED } from './api-error.ts';
import { callerEntered, callerLapsed, callerLeft, currentCaller, hasPerson } from './caller.ts';
import { newQueryClient } from './queries.ts';
import { request } from './request.ts';
import { enterSession, leaveSession, type Session, SESSION_KEY } from './session.ts';

function sessionOf(id: string, csrfToken = `token-${id}`): Session {
  return {
    person: { id, name: id, role: 'admin', scopes: ['admin'] },
    session: { id: csrfToken, startedAt: '', expiresAt: '' },
    csrfToken,
    ways: { password: false, totp: false, passkeys: 0 },
    organisation: { id: 'org', name: 'org' },
  };
}

/** Answers POST by the token that the server has now, GET /v1/session with that session; notes what was done. */
function serverOf(now: () => Session): { readonly done: string[] } {
  const done: string[] = [];
  mock.method(globalThis, 'fetch', (path: string, { method, headers }: RequestInit) => {
    const session = now();
    if (path === '/v1/session') return Promise.resolve(Response.json(session));
    const token = new Headers(headers).get('x-csrf-token');
    if (method !== 'GET' && token !== session.csrfToken) {
      return Promise.resolve(Response.json({ code: 'CSRF_TOKEN_WRONG' }, { status: 403 }));
    }
    done.push(`${path} as ${session.person.id}`);
    return Promise.resolve(Response.json({}));
  });
  return { done };
}

afterEach(() => {
  mock.restoreAll();
  callerLeft();
});

void test('signing out leaves nothing of what was answered', () => {
  const client = newQueryClient();
  enterSession(client, sessionOf('ada'));
  client.setQueryData(['customers'], ['secret']);
  client.setQueryData(['health'], 'ok');
  leaveSession(client);
  assert.equal(client.getQueryData(['customers']), undefined);
  assert.equal(client.getQueryData(['health']), 'ok');
  assert.equal(client.getQueryData(SESSION_KEY), null);
  assert.deepEqual(currentCaller(), { person: undefined, csrfToken: undefined });
});

void test('a page that shows an answer loses it with its person, and asks anew', async () => {
  const client = newQueryClient();
  let asked = 0;
  enterSession(client, sessionOf('ada'));
  const queryFn = (): Promise<string> => Promise.resolve(`answer ${String(++asked)}`);
  const observer = new QueryObserver(client, { queryKey: ['customers'], queryFn });
  const stop = observer.subscribe(() => undefined);
  await client.query({ queryKey: ['customers'], queryFn });
  enterSession(client, sessionOf('bea'));
  assert.equal(observer.getCurrentResult().data, undefined, 'gone at once');
  await client.refetchQueries({ queryKey: ['customers'] }, { cancelRefetch: false });
  assert.equal(observer.getCurrentResult().data, `answer ${String(asked)}`);
  assert.ok(asked > 1);
  stop();
  client.clear();
});

void test('an answer that was on its way to one person does not come to the next', async () => {
  const client = newQueryClient();
  enterSession(client, sessionOf('ada'));
  const { promise, resolve } = Promise.withResolvers<string>();
  const fetched = client.query({ queryKey: ['customers'], queryFn: () => promise });
  const outcome = assert.rejects(fetched);
  leaveSession(client);
  resolve('of Ada');
  await outcome;
  assert.equal(client.getQueryData(['customers']), undefined);
});

void test('a session that ends by itself keeps what its own person may go on with, and no other', () => {
  const client = newQueryClient();
  enterSession(client, sessionOf('ada'));
  client.setQueryData(['customers'], ['secret']);
  callerLapsed();
  assert.ok(hasPerson());
  callerEntered(sessionOf('ada', 'another-token'));
  assert.deepEqual(client.getQueryData(['customers']), ['secret']);
  callerLapsed();
  callerEntered(sessionOf('bea'));
  assert.equal(client.getQueryData(['customers']), undefined);
});

void test('a new session of the same person is taken up, and the request sent again', async () => {
  callerEntered(sessionOf('ada', 'old'));
  const { done } = serverOf(() => sessionOf('ada', 'new'));
  await request('/v1/evidence', { method: 'POST' });
  assert.deepEqual(done, ['/v1/evidence as ada']);
  assert.equal(currentCaller().csrfToken, 'new');
});

void test('a session that a request has met is asked for, so that the frame shows it', async () => {
  const client = newQueryClient();
  enterSession(client, sessionOf('ada', 'old'));
  client.setQueryData(SESSION_KEY, null);
  callerLapsed();
  assert.ok(!client.getQueryState(SESSION_KEY)?.isInvalidated);
  serverOf(() => sessionOf('ada', 'new'));
  await request('/v1/evidence', { method: 'POST' });
  assert.ok(client.getQueryState(SESSION_KEY)?.isInvalidated);
  client.clear();
});

void test('nothing is done in the name of whoever else has signed in, until it is asked for again', async () => {
  const client = newQueryClient();
  enterSession(client, sessionOf('ada'));
  client.setQueryData(['customers'], ['secret']);
  const { done } = serverOf(() => sessionOf('bea'));
  const post = (): Promise<unknown> => request('/v1/evidence', { method: 'POST' });
  await assert.rejects(post(), (error) => isCode(error, PERSON_CHANGED));
  assert.deepEqual(done, []);
  assert.equal(client.getQueryData(['customers']), undefined);
  assert.ok(client.getQueryState(SESSION_KEY)?.isInvalidated, 'the frame asks who it is');
  await post();
  assert.deepEqual(done, ['/v1/evidence as bea']);
  client.clear();
});

void test('who has signed out does nothing by a session that came meanwhile', async () => {
  callerEntered(sessionOf('ada'));
  callerLeft();
  const { done } = serverOf(() => sessionOf('bea'));
  const post = request('/v1/evidence', { method: 'POST' });
  await assert.rejects(post, (error) => isCode(error, PERSON_CHANGED));
  assert.deepEqual(done, []);
});
