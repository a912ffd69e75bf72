/**
 * Whether everything that worked against an older description of the API works against a newer one: `/v1` only grows. Compared is what programs depend on; words are not.
 */

export type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Json;
}

type Content = Readonly<Record<string, { readonly schema?: Json }>>;

interface Operation {
  readonly operationId?: string;
  readonly security?: readonly Json[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Of a whole description what is compared here. */
export function promisesOf({ paths }: Description): Description {
  return JSON.parse(JSON.stringify({ paths }, promised)) as Description;
}

/** Words may change. Problems have one shape, and which codes there are is told elsewhere. */
function promised(name: string, value: unknown): unknown {
  const isWords = typeof value === 'string' && ['description', 'summary'].includes(name);
  const isError = /^[45]\d\d$/.test(name);
  return isWords || isError || name === 'tags' ? undefined : value;
}

/** What a program written for `older` would miss in `newer`, each as a sentence. */
export function incompatibilities(older: Description, newer: Description): readonly string[] {
  return Object.entries(older.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const now = newer.paths[path]?.[method];
      const where = `${method} ${path}`;
      return now === undefined ? [`${where} is gone`] : changes(operation, now, where);
    }),
  );
}

function changes(older: Operation, newer: Operation, where: string): string[] {
  return [
    ...(older.operationId === newer.operationId ? [] : [`${where} has another operationId`]),
    ...(isStricter(older.security, newer.security) ? [`${where} needs more of a key`] : []),
    ...parameterChanges(older, newer, where),
    ...contentChanges(older.requestBody?.content, newer.requestBody?.content, {
      where: `${where}, body`,
      side: 'request',
    }),
    ...Object.entries(older.responses).flatMap(([status, response]) => {
      const now = newer.responses[status];
      const place = { where: `${where}, ${status}`, side: 'response' } as const;
      if (now === undefined) return [`${place.where} is gone`];
      return contentChanges(response.content, now.content, place);
    }),
  ];
}

function isStricter(older: readonly Json[] = [{}], newer: readonly Json[] = [{}]): boolean {
  const accepted = new Set(newer.map((one) => JSON.stringify(one)));
  return older.some((one) => !accepted.has(JSON.stringify(one)) && !accepted.has('{}'));
}

function parameterChanges(older: Operation, newer: Operation, where: string): string[] {
  const before = older.parameters ?? [];
  const after = newer.parameters ?? [];
  const find = (list: readonly Parameter[], { name, in: place }: Parameter) =>
    list.find((one) => one.name === name && one.in === place);
  return [
    ...before.flatMap((parameter) => {
      const now = find(after, parameter);
      const place = { where: `${where}, parameter ${parameter.name}`, side: 'request' } as const;
      if (now === undefined) return [`${place.where} is gone`];
      return schemaChanges(parameter.schema, now.schema, place);
    }),
    ...after
      .filter((one) => one.required === true && find(before, one)?.required !== true)
      .map(({ name }) => `${where} needs the parameter ${name}`),
  ];
}

interface Place {
  readonly where: string;
  /** Requests may be taken more widely; answers may say more. */
  readonly side: 'request' | 'response';
}

function contentChanges(older: Content = {}, newer: Content = {}, place: Place): string[] {
  return Object.entries(older).flatMap(([mediaType, { schema = {} }]) => {
    const now = newer[mediaType];
    if (now === undefined) return [`${place.where} as ${mediaType} is gone`];
    return schemaChanges(schema, now.schema ?? {}, place);
  });
}

/** What has to stay as it is in a schema, or may move in one direction only. */
function schemaChanges(older: Json, newer: Json, place: Place): string[] {
  return [
    ...fixedChanges(older, newer, place),
    ...rangeChanges(older, newer, place),
    ...requiredChanges(older, newer, place),
    ...propertyChanges(older, newer, place),
    ...partChanges(older, newer, place),
  ];
}

function fixedChanges(older: Json, newer: Json, place: Place): string[] {
  const { where } = place;
  return ['type', 'pattern', 'const', 'format', '$ref']
    .filter((keyword) => older[keyword] !== newer[keyword])
    .filter((keyword) => keyword !== 'const' || !isOneOf(older, newer, place))
    .map((keyword) => `${where} has another ${keyword}`);
}

/** An answer of one value became one of several: whoever asks as before is told the same. */
function isOneOf(older: Json, newer: Json, { side }: Place): boolean {
  const values = newer['enum'] as readonly unknown[] | undefined;
  return side === 'response' && values?.includes(older['const']) === true;
}

function rangeChanges(older: Json, newer: Json, { where, side }: Place): string[] {
  if (side === 'response') return [];
  const number = (schema: Json, keyword: string, otherwise: number) =>
    typeof schema[keyword] === 'number' ? schema[keyword] : otherwise;
  const least = ['minimum', 'minLength', 'minItems'].filter(
    (keyword) => number(newer, keyword, -Infinity) > number(older, keyword, -Infinity),
  );
  const most = ['maximum', 'maxLength', 'maxItems'].filter(
    (keyword) => number(newer, keyword, Infinity) < number(older, keyword, Infinity),
  );
  const values = (schema: Json) => (schema['enum'] as readonly unknown[] | undefined) ?? [];
  const lost = values(older).filter((value) => !values(newer).includes(value));
  return [
    ...[...least, ...most].map((keyword) => `${where} has a narrower ${keyword}`),
    ...lost.map((value) => `${where} no longer takes ${JSON.stringify(value)}`),
  ];
}

function requiredChanges(older: Json, newer: Json, { where, side }: Place): string[] {
  const names = (schema: Json) => (schema['required'] as readonly string[] | undefined) ?? [];
  const [kept, bound] = side === 'request' ? [newer, older] : [older, newer];
  const lost = names(kept).filter((name) => !names(bound).includes(name));
  const what = side === 'request' ? 'now needs' : 'no longer always has';
  return lost.map((name) => `${where} ${what} ${name}`);
}

function propertyChanges(older: Json, newer: Json, place: Place): string[] {
  const properties = (schema: Json) =>
    (schema['properties'] ?? {}) as Readonly<Record<string, Json>>;
  return Object.entries(properties(older)).flatMap(([name, schema]) => {
    const now = properties(newer)[name];
    const where = `${place.where}/${name}`;
    return now === undefined
      ? [`${where} is gone`]
      : schemaChanges(schema, now, { ...place, where });
  });
}

function partChanges(older: Json, newer: Json, place: Place): string[] {
  const items = (schema: Json) => (schema['items'] ?? {}) as Json;
  const choices = (schema: Json) => (schema['anyOf'] ?? []) as readonly Json[];
  const here = (part: string) => ({ ...place, where: `${place.where}/${part}` });
  return [
    ...('items' in older ? schemaChanges(items(older), items(newer), here('items')) : []),
    ...choices(older).flatMap((choice, i) =>
      schemaChanges(choice, choices(newer)[i] ?? {}, here(String(i))),
    ),
  ];
}
