/** What a person keeps in this browser to sign with: their account and a sealed key, one of each for every person who signs in here. */

import { type DBSchema, openDB } from 'idb';

import type { SealedKey } from './sealed-key.ts';

export interface Wallet {
  /** Id of the person. */
  readonly owner: string;
  readonly account: string | undefined;
  readonly key: SealedKey | undefined;
}

export interface KeyStore {
  /** Whether it outlives the page. */
  readonly isKept: boolean;
  load(owner: string): Promise<Wallet>;
  save(wallet: Wallet): Promise<void>;
}

interface Stores extends DBSchema {
  readonly wallets: { key: string; value: Wallet };
}

/** The browser's own database; memory where it gives none (a private window, storage switched off). */
export async function openKeyStore(): Promise<KeyStore> {
  try {
    const database = await openDB<Stores>('stele-keys', 1, {
      upgrade(created) {
        created.createObjectStore('wallets', { keyPath: 'owner' });
      },
    });
    return {
      isKept: true,
      load: async (owner) => (await database.get('wallets', owner)) ?? emptyWallet(owner),
      save: async (wallet) => {
        await database.put('wallets', wallet);
      },
    };
  } catch {
    return memoryStore();
  }
}

function emptyWallet(owner: string): Wallet {
  return { owner, account: undefined, key: undefined };
}

export function memoryStore(): KeyStore {
  const wallets = new Map<string, Wallet>();
  return {
    isKept: false,
    load: (owner) => Promise.resolve(wallets.get(owner) ?? emptyWallet(owner)),
    save: (wallet) => {
      wallets.set(wallet.owner, wallet);
      return Promise.resolve();
    },
  };
}
