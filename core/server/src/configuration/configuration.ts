/**
 * The configuration of a daemon is one TypeBox object schema. A value comes from the environment, else from the file, else from the
 * schema's default; all faults are reported at once, each with how to fix it, so that an operator mends a configuration in one go.
 */

import { rejection } from '@stele/base';
import type { Static, TObject, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** What every setting's schema says besides its shape. */
export interface SettingNotes {
  /** The environment variable it is read from. */
  readonly environment: string;
  /** What to set instead, as a sentence; shown with each fault. */
  readonly fix: string;
  /** Never printed. */
  readonly secret?: boolean;
}

export interface ConfigurationSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A JSON object; `name` is what faults call it. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
}

export interface ConfigurationFault {
  readonly setting: string;
  /** Where the value stands: a variable, or the file's name. */
  readonly source: string;
  readonly detail: string;
  readonly fix: string;
}

export interface Configuration<Settings> {
  readonly values: Settings;
  /** What `--print-config` shows: where each value comes from, secrets masked. */
  readonly report: Readonly<Record<string, { readonly value: unknown; readonly source: string }>>;
}

type SettingSchema = TSchema &
  SettingNotes & { readonly type?: string; readonly default?: unknown };

interface Reading {
  readonly name: string;
  readonly schema: SettingSchema;
  readonly value: unknown;
  readonly source: string;
}

/** Reads what `schema` describes. Rejects with CONFIGURATION_INVALID; its data has all `faults`. */
export function readConfiguration<Schema extends TObject>(
  schema: Schema,
  sources: ConfigurationSources,
): Configuration<Static<Schema>> {
  const settings = new Map(Object.entries(schema.properties as Record<string, SettingSchema>));
  const faults: ConfigurationFault[] = [];
  const file = readFile(settings, sources, faults);
  const all = [...settings].map(([name, setting]) =>
    reading(name, setting, sources.environment, file),
  );
  const required = new Set(schema.required as readonly string[] | undefined);
  faults.push(...all.flatMap((one) => faultIn(one, required)));
  if (faults.length > 0) throw invalid(faults);
  const readings = all.filter(({ value }) => value !== undefined);
  const values = Object.fromEntries(readings.map(({ name, value }) => [name, value]));
  return { values: values as Static<Schema>, report: reportOf(readings) };
}

interface FileValues {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

function readFile(
  settings: ReadonlyMap<string, SettingSchema>,
  { file }: ConfigurationSources,
  faults: ConfigurationFault[],
): FileValues {
  if (file === undefined) return { name: '', values: {} };
  const { name } = file;
  const parsed = parseObject(file.text);
  if (parsed === undefined) {
    const fix = 'Write one JSON object, such as {"port": 7420}.';
    faults.push({ setting: '', source: name, detail: 'is not a JSON object', fix });
    return { name, values: {} };
  }
  for (const setting of Object.keys(parsed).filter((key) => !settings.has(key))) {
    const fix = `Remove it, or use one of ${[...settings.keys()].join(', ')}.`;
    faults.push({ setting, source: name, detail: 'is no setting', fix });
  }
  return { name, values: parsed };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function reading(
  name: string,
  schema: SettingSchema,
  environment: ConfigurationSources['environment'],
  file: FileValues,
): Reading {
  const text = environment[schema.environment];
  // A variable set to nothing counts as not set: that is how shells and unit files take one away.
  if (text !== undefined && text !== '') {
    return { name, schema, value: readText(text, schema.type), source: schema.environment };
  }
  if (Object.hasOwn(file.values, name)) {
    return { name, schema, value: file.values[name], source: file.name };
  }
  return { name, schema, value: schema.default, source: 'default' };
}

function readText(text: string, type: string | undefined): unknown {
  if (type === 'integer' && /^-?[0-9]{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === '1' || text === 'true')) return true;
  if (type === 'boolean' && (text === '0' || text === 'false')) return false;
  return text;
}

function faultIn(
  { name, schema, value, source }: Reading,
  required: ReadonlySet<string>,
): ConfigurationFault[] {
  if (value === undefined) {
    const fault = { setting: name, source: schema.environment, detail: 'is not set' };
    return required.has(name) ? [{ ...fault, fix: schema.fix }] : [];
  }
  const compiled = Compile(schema);
  if (compiled.Check(value)) return [];
  const [error] = compiled.Errors(value);
  return [{ setting: name, source, detail: error?.message ?? 'does not fit', fix: schema.fix }];
}

function invalid(faults: readonly ConfigurationFault[]): Error {
  const lines = faults.map(
    ({ setting, source, detail, fix }) =>
      `${[source, setting].filter(Boolean).join(' ')}: ${detail}. ${fix}`,
  );
  return rejection('CONFIGURATION_INVALID', lines.join('\n'), {
    action: 'Mend what is listed and start again.',
    data: { faults },
  });
}

function reportOf(readings: readonly Reading[]): Configuration<unknown>['report'] {
  return Object.fromEntries(
    readings.map(({ name, schema, value, source }) => [
      name,
      { value: schema.secret === true ? '***' : value, source },
    ]),
  );
}
