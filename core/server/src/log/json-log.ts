/**
 * A Log that writes one JSON object a line: time, level, event, then the fields. Written by hand (pino would be the library): the
 * port has four methods, and masking must hold for every string that gets out, however deep, which pino's path-wise redaction does not
 * give. Secrets are not to be logged at all; masking is the net below.
 */

import { isCoded } from '@stele/base';
import type { Clock, Log, LogFields } from '@stele/base';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

export interface JsonLogOptions {
  /** Takes a line with its newline. */
  readonly write: (line: string) => void;
  readonly clock: Clock;
  /** The lowest level written. */
  readonly level: LogLevel;
}

/** One JSON line an event. */
export function jsonLog(options: JsonLogOptions): Log {
  const lowest = LOG_LEVELS.indexOf(options.level);
  const at = (level: LogLevel) => {
    if (LOG_LEVELS.indexOf(level) < lowest) return () => undefined;
    return (event: string, fields: LogFields = {}): void => {
      const time = new Date(options.clock.nowMs()).toISOString();
      options.write(`${lineOf({ time, level, event, ...fields })}\n`);
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function lineOf(fields: LogFields): string {
  let members = '';
  for (const name of Object.keys(fields)) {
    const value = textOf(fields[name]);
    if (value === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${value}`;
  }
  return `{${members}}`;
}

/** Most fields of most lines are plain; what has an inside goes through the replacer, which is slow. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return JSON.stringify(masked(value));
  if (typeof value !== 'object') return JSON.stringify(printable(value));
  return JSON.stringify(value, (_, inner: unknown) => printable(inner));
}

function printable(value: unknown): unknown {
  if (typeof value === 'string') return masked(value);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return `${String(value.length)} bytes`;
  if (value instanceof Error) return errorFields(value);
  return value;
}

function errorFields(error: Error): LogFields {
  const coded = isCoded(error) ? { code: error.code, action: error.action, data: error.data } : {};
  return {
    name: error.name,
    message: error.message,
    ...coded,
    stack: error.stack,
    cause: error.cause,
  };
}

/** Bearer keys lose their secret and keep their id; private keys are cut out whole. */
function masked(text: string): string {
  if (!text.includes('stele_') && !text.includes('-----BEGIN')) return text;
  return text
    .replace(/stele_([0-9A-Za-z]{12})_[0-9A-Za-z]+/g, 'stele_$1_***')
    .replace(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g,
      '*** key ***',
    );
}
