/**
 * The JSON forms of the contract `assets` (spec/assets.md, "Methods"), as arguments are written and as signed bytes are read back. What
 * is in them is judged by the contract's schemas, not by these types.
 */

import type { JsonValue } from '@stele/protocol';

/** `acc_…`, `key:…` or the text of any other principal. */
export type PrincipalText = string;
/** 32 hexadecimal digits. */
export type ClassId = string;
/** Decimal digits: the class's smallest unit. */
export type AmountText = string;

export type OwnerForm = { readonly party: PrincipalText } | { readonly hold: HoldForm };

export interface HoldForm {
  /** Whom it counts for. */
  readonly for: PrincipalText;
  readonly reason: string;
  readonly reference: string | null;
  readonly exits: readonly ExitForm[];
}

export interface ExitForm {
  readonly name: string;
  /** Null: anyone. */
  readonly by: PrincipalText | null;
  readonly from: number | null;
  readonly until: number | null;
  readonly preimage: { readonly algorithm: number; readonly digest: string } | null;
  readonly pays: PriceForm | null;
  readonly step: string;
  /** Null: whoever takes it, the call's first actor. */
  readonly to: OwnerForm | null;
}

export interface PriceForm {
  readonly class: ClassId;
  readonly slot: string | null;
  readonly amount: AmountText;
  readonly to: PrincipalText;
}

export interface InputForm {
  readonly output:
    | { readonly made: { readonly call: number; readonly place: number } }
    | { readonly key: { readonly key: string; readonly guard: string } };
  readonly exit: string;
  readonly preimage: string | null;
}

export interface NewOutputForm {
  /** Number of the input that it is like: class, slot, state, payload. */
  readonly like: number;
  readonly amount: AmountText;
  readonly to: OwnerForm;
}

export interface IssuedForm {
  readonly attributes: readonly JsonValue[];
  readonly amount: AmountText;
  readonly to: OwnerForm;
  readonly payload: string | null;
}

export type HandleForm =
  | { readonly output: string }
  | { readonly slot: { readonly class: ClassId; readonly slot: string } }
  | { readonly class: ClassId }
  | { readonly holder: { readonly class: ClassId; readonly party: PrincipalText } }
  | { readonly party: PrincipalText };

export interface MarkForm {
  readonly handle: HandleForm;
  readonly level: 'platform' | 'authority';
  readonly reference: string;
}

export interface StepForm {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: string;
  /** Role names, or `holder`. */
  readonly by: readonly string[];
  /** Fields whose values are given with the step. */
  readonly sets: readonly string[];
  readonly together: readonly number[];
}

export interface AttributeForm {
  readonly name: string;
  readonly type: string;
}

/** A class as `assets.define` takes it. */
export interface ClassForm {
  readonly organisation: string;
  readonly name: string;
  readonly kind: string;
  readonly scale: number | null;
  readonly attributes: readonly AttributeForm[];
  readonly set: { readonly by: string; readonly member: string } | null;
  readonly fields: readonly AttributeForm[];
  readonly states: readonly string[];
  readonly steps: readonly StepForm[];
  readonly roles: readonly { readonly name: string; readonly is: PrincipalText }[];
  readonly moves: readonly { readonly move: string; readonly by: readonly string[] }[];
  readonly holders: PrincipalText | null;
  readonly limits: LimitsForm;
  readonly hook: string;
  readonly countersigner: PrincipalText | null;
  readonly terms: string | null;
}

export interface LimitsForm {
  readonly supply: AmountText | null;
  readonly perHolder: AmountText | null;
  readonly partMin: AmountText | null;
  readonly depthMax: number | null;
  readonly rest: { readonly firstDays: number; readonly nextDays: number } | null;
  readonly forValue: string;
  readonly spends: { readonly class: ClassId; readonly rate: number } | null;
}

export interface AssetArguments {
  readonly define: ClassForm;
  readonly issue: {
    readonly class: ClassId;
    readonly parts: readonly IssuedForm[];
    readonly inputs: readonly InputForm[];
    readonly change: readonly NewOutputForm[];
  };
  readonly transfer: {
    readonly inputs: readonly InputForm[];
    readonly outputs: readonly NewOutputForm[];
  };
  readonly redeem: {
    readonly inputs: readonly InputForm[];
    readonly change: readonly NewOutputForm[];
  };
  readonly step: {
    readonly inputs: readonly InputForm[];
    readonly step: string;
    readonly values: readonly JsonValue[];
  };
  readonly mark: MarkForm;
  readonly unmark: MarkForm;
  readonly certify: {
    readonly registrar: PrincipalText;
    readonly party: PrincipalText;
    readonly until: number | null;
  };
  readonly decertify: { readonly registrar: PrincipalText; readonly party: PrincipalText };
}

export type AssetMethod = keyof AssetArguments;
