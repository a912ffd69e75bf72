/**
 * WebAuthn's own JSON (Level 3 §5.1.8): bounded here, judged by the library. Members we do not know are let through: browsers add some.
 */

import { Type } from 'typebox';

const Text = Type.String({ maxLength: 20_000 });
const Short = Type.String({ maxLength: 1_024 });
const Extensions = Type.Object({}, { description: 'not looked at' });

const common = {
  id: Short,
  rawId: Short,
  type: Short,
  clientExtensionResults: Extensions,
  authenticatorAttachment: Type.Optional(Short),
};

export const AssertionSchema = Type.Object({
  ...common,
  response: Type.Object({
    clientDataJSON: Text,
    authenticatorData: Text,
    signature: Text,
    userHandle: Type.Optional(Short),
  }),
});

export const AttestationSchema = Type.Object({
  ...common,
  response: Type.Object({
    clientDataJSON: Text,
    attestationObject: Text,
    transports: Type.Optional(Type.Array(Short, { maxItems: 10 })),
  }),
});

const descriptors = Type.Array(Type.Object({ id: Type.String(), type: Type.String() }));

export const RequestOptionsSchema = Type.Object(
  {
    challenge: Type.String(),
    timeout: Type.Optional(Type.Integer()),
    rpId: Type.Optional(Type.String()),
    allowCredentials: Type.Optional(descriptors),
    userVerification: Type.Optional(Type.String()),
  },
  { description: 'PublicKeyCredentialRequestOptionsJSON' },
);

export const CreationOptionsSchema = Type.Object(
  {
    rp: Type.Object({ id: Type.Optional(Type.String()), name: Type.String() }),
    user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
    challenge: Type.String(),
    pubKeyCredParams: Type.Array(Type.Object({ alg: Type.Integer(), type: Type.String() })),
    timeout: Type.Optional(Type.Integer()),
    excludeCredentials: Type.Optional(descriptors),
    attestation: Type.Optional(Type.String()),
  },
  { description: 'PublicKeyCredentialCreationOptionsJSON' },
);
