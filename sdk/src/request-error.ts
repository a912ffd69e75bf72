/** What went wrong at a server, as its problem details said it (RFC 9457): the same code and action as in the process itself. */

import { CodedError } from '@stele/base';

export interface RequestFault {
  /** JSON pointer into the request, as a URI fragment. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface RequestErrorDetails {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly faults: readonly RequestFault[];
  readonly action: string | undefined;
  readonly retryable: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A rejection or failure that a server answered with. `requestId` finds it in the server's log. */
export class RequestError extends CodedError {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly faults: readonly RequestFault[];

  constructor(code: string, message: string, details: RequestErrorDetails) {
    const { status, requestId, faults, action, retryable, data } = details;
    super(status < 500 ? 'rejection' : 'failure', code, message, { action, retryable, data });
    this.name = 'RequestError';
    this.status = status;
    this.requestId = requestId;
    this.faults = faults;
  }
}
