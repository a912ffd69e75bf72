/** Texts that people type, as requests may have them. */

import { Type } from 'typebox';
import { PASSKEY_NAME_LENGTH_MAX, PERSON_NAME_LENGTH_MAX } from '../limits.ts';

/** One line that shows as it is: no control characters, nothing that turns the direction of reading. */
const ONE_LINE =
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]+$';

export const PersonName = Type.String({
  minLength: 1,
  maxLength: PERSON_NAME_LENGTH_MAX,
  pattern: ONE_LINE,
});

export const PasskeyName = Type.String({
  minLength: 1,
  maxLength: PASSKEY_NAME_LENGTH_MAX,
  pattern: ONE_LINE,
  description: 'for its owner, such as the name of the device',
});

/** Its length in characters is looked at once it is normalised; this only bounds what is hashed. */
export const PasswordText = Type.String({ maxLength: 1_024 });

export const CodeText = Type.String({ maxLength: 20 });

/** 32 bytes as base64url: what has another shape was never a link, and is answered as one that is not known. */
export const LinkToken = Type.String({ maxLength: 100 });
