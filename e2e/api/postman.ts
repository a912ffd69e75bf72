/** The import of Postman itself (openapi-to-postmanv2), and what its requests are when they are sent. The package has no types of its own. */

import { createRequire } from 'node:module';

interface Pair {
  readonly key: string;
  readonly value: string;
  readonly disabled?: boolean;
}

export interface PostmanRequest {
  readonly method: string;
  /** Segments of the path; one that begins with a colon is a variable. */
  readonly url: { readonly path: readonly string[]; readonly query: readonly Pair[] };
  readonly header: readonly Pair[];
  readonly body?: { readonly raw?: string };
  readonly auth?: { readonly type: string };
}

/** A folder or a request. */
interface Item {
  readonly name: string;
  readonly item?: readonly Item[];
  readonly request?: PostmanRequest;
}

interface Conversion {
  readonly result: boolean;
  readonly reason?: string;
  readonly output: readonly { readonly data: { readonly item: readonly Item[] } }[];
}

interface Converter {
  /** Changes `data`. */
  readonly convertV2: (
    input: { readonly type: 'json'; readonly data: object },
    options: Readonly<Record<string, string>>,
    done: (error: Error | null, conversion: Conversion) => void,
  ) => void;
}

const converter = createRequire(import.meta.url)('openapi-to-postmanv2') as Converter;

/** The collection's requests by name, filled with the description's examples. */
export async function importIntoPostman(
  description: object,
): Promise<ReadonlyMap<string, PostmanRequest>> {
  const input = { type: 'json', data: structuredClone(description) } as const;
  const options = { parametersResolution: 'Example', folderStrategy: 'Tags' };
  const { result, reason, output } = await new Promise<Conversion>((resolve, reject) => {
    converter.convertV2(input, options, (error, conversion) => {
      if (error === null) resolve(conversion);
      else reject(error);
    });
  });
  if (!result) throw new Error(`Postman cannot import it: ${reason ?? ''}`);
  return new Map(output.flatMap(({ data }) => requestsIn(data.item)));
}

function requestsIn(items: readonly Item[]): readonly (readonly [string, PostmanRequest])[] {
  return items.flatMap(({ name, item, request }) => {
    if (item !== undefined) return requestsIn(item);
    return request === undefined ? [] : [[name, request] as const];
  });
}

/** Sends a request as it stands in the collection, its variables `baseUrl` and `bearerToken` set. */
export async function send(
  { method, url, header, body, auth }: PostmanRequest,
  variables: { readonly baseUrl: string; readonly bearerToken: string },
): Promise<Response> {
  const headers = new Headers(enabled(header));
  if (auth?.type === 'bearer') headers.set('authorization', `Bearer ${variables.bearerToken}`);
  const query = new URLSearchParams(enabled(url.query));
  return await fetch(`${variables.baseUrl}/${url.path.join('/')}?${query.toString()}`, {
    method,
    headers,
    ...(body?.raw !== undefined && { body: body.raw }),
  });
}

function enabled(pairs: readonly Pair[]): [string, string][] {
  return pairs.filter(({ disabled }) => disabled !== true).map(({ key, value }) => [key, value]);
}
