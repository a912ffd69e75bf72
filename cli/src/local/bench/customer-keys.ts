/** Customers of a benchmark's server, with a key each. */

import type { ServedProcess } from './served-process.ts';

interface Registered {
  readonly id: string;
}

interface Key {
  readonly key: string;
}

/** So many new customers, a key of each. */
export async function customerKeys(
  server: ServedProcess,
  count: number,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let i = 0; i < count; i++) {
    const { id } = await post<Registered>(server, '/v1/customers', {
      name: `Customer ${String(i)}`,
    });
    const scopes = ['evidence:write', 'evidence:read'];
    const { key } = await post<Key>(server, `/v1/customers/${id}/keys`, { name: 'bench', scopes });
    keys.push(key);
  }
  return keys;
}

async function post<Answer>(
  { url, adminKey }: ServedProcess,
  path: string,
  body: object,
): Promise<Answer> {
  const answer = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Answer;
}
