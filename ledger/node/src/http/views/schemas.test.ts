/** The schemas say what api.ts says: the compiler checks it, in both directions. Were they to part, this file would not compile. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import type {
  BalancesView,
  BlockView,
  ChainView,
  ClassView,
  CloudEvent,
  Collecting,
  EffectView,
  JsonValue,
  LiveProof,
  OutputView,
  PayloadRootView,
  PendingView,
  Prepared,
  SubmitRejected,
  SubmitResult,
  TraceStep,
  TransactionView,
} from '@stele/protocol';
import type {
  BalancesSchema,
  ClassSchema,
  CollectingSchema,
  LiveProofSchema,
  OutputSchema,
  PendingSchema,
  TraceStepSchema,
} from './asset-schemas.ts';
import type {
  BlockSchema,
  ChainSchema,
  CloudEventSchema,
  EffectSchema,
  PayloadRootSchema,
  PreparedSchema,
  SubmitRejectedSchema,
  SubmitResultSchema,
  TransactionSchema,
} from './schemas.ts';

/** Schemas make mutable types; the views are readonly. Arbitrary JSON is that in both, and has no end to descend to. */
type Frozen<T> = [JsonValue] extends [T]
  ? T
  : T extends (infer Item)[]
    ? readonly Frozen<Item>[]
    : T extends object
      ? { readonly [Name in keyof T]: Frozen<T[Name]> }
      : T;

type Same<A, B> = [A, B] extends [B, A] ? true : false;

const same = <A, B>(...isSame: Same<A, B> extends true ? [] : [never]): boolean =>
  isSame.length === 0;

void test('every view has the schema that is published for it', () => {
  assert.ok(same<Frozen<Static<typeof ChainSchema>>, ChainView>());
  assert.ok(same<Frozen<Static<typeof BlockSchema>>, BlockView>());
  assert.ok(same<Frozen<Static<typeof EffectSchema>>, EffectView>());
  assert.ok(same<Frozen<Static<typeof PayloadRootSchema>>, PayloadRootView>());
  assert.ok(same<Frozen<Static<typeof TransactionSchema>>, TransactionView>());
  assert.ok(same<Frozen<Static<typeof PreparedSchema>>, Prepared>());
  assert.ok(same<Frozen<Static<typeof SubmitResultSchema>>, SubmitResult>());
  assert.ok(same<Frozen<Static<typeof SubmitRejectedSchema>>, SubmitRejected>());
  assert.ok(same<Frozen<Static<typeof CloudEventSchema>>, CloudEvent>());
  assert.ok(same<Frozen<Static<typeof ClassSchema>>, ClassView>());
  assert.ok(same<Frozen<Static<typeof BalancesSchema>>, BalancesView>());
  assert.ok(same<Frozen<Static<typeof OutputSchema>>, OutputView>());
  assert.ok(same<Frozen<Static<typeof TraceStepSchema>>, TraceStep>());
  assert.ok(same<Frozen<Static<typeof LiveProofSchema>>, LiveProof>());
  assert.ok(same<Frozen<Static<typeof CollectingSchema>>, Collecting>());
  assert.ok(same<Frozen<Static<typeof PendingSchema>>, PendingView>());
});
