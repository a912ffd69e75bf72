/** What the twin of the contract `assets` is told and what it keeps: plain objects, everything by its written form. */

export interface TwinHold {
  readonly for: string;
  readonly reason: string;
  readonly reference?: string | null;
  readonly exits: readonly TwinExit[];
}

export interface TwinExit {
  readonly name: string;
  readonly by?: string | null;
  readonly from?: number | null;
  readonly until?: number | null;
  readonly preimage?: { readonly algorithm: number; readonly digest: string } | null;
  readonly pays?: TwinPayment | null;
  readonly step?: string;
  readonly to?: TwinOwner | null;
}

export interface TwinPayment {
  readonly class: string;
  readonly slot?: string | null;
  readonly amount: string;
  readonly to: string;
}

export interface TwinOwner {
  readonly party?: string;
  readonly hold?: TwinHold;
}

export type TwinValue = number | string;

export interface TwinState {
  readonly name: string;
  readonly values: readonly (TwinValue | null)[];
}

export interface TwinOutput {
  /** 20 hexadecimal digits. */
  readonly key: string;
  readonly class: string;
  readonly slot: string;
  readonly amount: bigint;
  readonly state: TwinState | null;
  readonly owner: TwinOwner;
  readonly acquiredAtMs: number;
  readonly depth: number;
  readonly payload: string | null;
}

export interface TwinInput {
  readonly output: {
    readonly key?: { readonly key: string; readonly guard: string };
    readonly made?: { readonly call: number; readonly place: number };
  };
  readonly exit?: string;
  readonly preimage?: string | null;
}

export interface TwinNewOutput {
  readonly like: number;
  readonly amount: string;
  readonly to: TwinOwner;
}

export interface TwinPart {
  readonly attributes: readonly TwinValue[];
  readonly amount: string;
  readonly to: TwinOwner;
  readonly payload?: string | null;
}

export interface TwinStep {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly by: readonly string[];
  readonly sets: readonly string[];
  readonly together: readonly number[];
}

interface Named {
  readonly name: string;
  readonly type: string;
}

/** The arguments of `define`. */
export interface TwinClass {
  readonly organisation: string;
  readonly name: string;
  readonly kind: string;
  readonly scale: number | null;
  readonly attributes: readonly Named[];
  readonly set: { readonly by: string; readonly member: string } | null;
  readonly fields: readonly Named[];
  readonly states: readonly string[];
  readonly steps: readonly TwinStep[];
  readonly roles: readonly { readonly name: string; readonly is: string }[];
  readonly moves: readonly { readonly move: string; readonly by: readonly string[] }[];
  readonly holders: string | null;
  readonly limits: {
    readonly supply: string | null;
    readonly perHolder: string | null;
    readonly partMin: string | null;
    readonly depthMax: number | null;
    readonly rest: { readonly firstDays: number; readonly nextDays: number } | null;
    readonly forValue: string;
    readonly spends: { readonly class: string; readonly rate: number } | null;
  };
  readonly countersigner: string | null;
}

export type TwinHandle =
  | { readonly output: string }
  | { readonly slot: { readonly class: string; readonly slot: string } }
  | { readonly class: string }
  | { readonly holder: { readonly class: string; readonly party: string } }
  | { readonly party: string };

/** A call, its arguments as in JSON; an input whose guard is GUARD_WRONG was signed for another row. */
export type TwinCall = { readonly actors: readonly string[] } & (
  | { readonly method: 'define'; readonly args: TwinClass }
  | {
      readonly method: 'issue';
      readonly args: {
        readonly class: string;
        readonly parts: readonly TwinPart[];
        readonly inputs: readonly TwinInput[];
        readonly change: readonly TwinNewOutput[];
      };
    }
  | {
      readonly method: 'transfer';
      readonly args: {
        readonly inputs: readonly TwinInput[];
        readonly outputs: readonly TwinNewOutput[];
      };
    }
  | {
      readonly method: 'redeem';
      readonly args: {
        readonly inputs: readonly TwinInput[];
        readonly change: readonly TwinNewOutput[];
      };
    }
  | {
      readonly method: 'step';
      readonly args: {
        readonly inputs: readonly TwinInput[];
        readonly step: string;
        readonly values: readonly TwinValue[];
      };
    }
  | {
      readonly method: 'mark' | 'unmark';
      readonly args: {
        readonly handle: TwinHandle;
        readonly level: string;
        readonly reference: string;
      };
    }
  | {
      readonly method: 'certify';
      readonly args: {
        readonly registrar: string;
        readonly party: string;
        readonly until: number | null;
      };
    }
  | {
      readonly method: 'decertify';
      readonly args: { readonly registrar: string; readonly party: string };
    }
);

export const GUARD_WRONG = 'ff'.repeat(8);

/** Where and when a call is made. */
export interface TwinPlace {
  readonly timeMs: number;
  readonly index: number;
  readonly call: number;
}
