/** What is answered where a node derives neither search nor usage (STELE_PROJECTION=off). */

import { type CodedError, failure } from '@stele/base';

export function searchOff(): CodedError {
  return failure('SEARCH_UNAVAILABLE', 'this node derives no search and no usage', {
    action: 'Ask a node that does, or start this one with STELE_PROJECTION=on.',
  });
}
