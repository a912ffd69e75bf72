/** A data folder in memory, over a disk and a state that can fail. */

import { fromUtf8 } from '@stele/base';
import { suiteOf } from '@stele/protocol';
import { nodeCrypto, signerFromPem } from '@stele/protocol/node';

import { checkFormat } from '../storage/format.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { Customer } from './customer.ts';
import { FaultyDisk } from './faulty-disk.ts';
import { MemoryState } from './memory-state.ts';

export class MemoryFolder {
  readonly disk: FaultyDisk;
  readonly state: MemoryState;
  /** What comes of opening the state again. */
  onReopen: () => void = () => undefined;

  constructor(disk = new FaultyDisk(), state = new MemoryState()) {
    this.disk = disk;
    this.state = state;
  }

  /** What openNode takes in the place of openDataFolder. */
  readonly open = async (): Promise<DataFolder> => ({
    path: 'memory',
    disk: this.disk,
    state: this.state,
    isNew: (await checkFormat(this.disk)) === 'absent',
    reopenState: () => Promise.resolve().then(this.onReopen),
    close: () => Promise.resolve(),
  });

  /** The customer who signs with the operator's key. */
  async customer(): Promise<Customer> {
    const genesis = (await this.disk.read('genesis')) ?? new Uint8Array(0);
    const pem = fromUtf8((await this.disk.read('keys/operator.key')) ?? new Uint8Array(0));
    return new Customer({ suite: suiteOf('intl', nodeCrypto), genesis }, signerFromPem(pem));
  }
}
