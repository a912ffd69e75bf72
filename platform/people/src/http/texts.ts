/** Texts that people type, as requests may have them. */

import { ONE_LINE } from '@stele/server';
import { Type } from 'typebox';
import { PASSKEY_NAME_LENGTH_MAX, PERSON_NAME_LENGTH_MAX } from '../limits.ts';

export const PersonName = Type.String({
  ...ONE_LINE,
  maxLength: PERSON_NAME_LENGTH_MAX,
});

export const PasskeyName = Type.String({
  ...ONE_LINE,
  maxLength: PASSKEY_NAME_LENGTH_MAX,
  description: 'for its owner, such as the name of the device',
});

/** Its length in characters is looked at once it is normalised; this only bounds what is hashed. */
export const PasswordText = Type.String({ maxLength: 1_024 });

export const CodeText = Type.String({ maxLength: 20 });

/** 32 bytes as base64url: what has another shape was never a link, and is answered as one that is not known. */
export const LinkToken = Type.String({ maxLength: 100 });
