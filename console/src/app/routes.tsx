/** Every page by its path: the one table that navigation, the router and the server's list of paths agree on. */

import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

import type { TextKey } from '../text/context.tsx';

export interface PageRoute {
  readonly path: string;
  readonly page: LazyExoticComponent<ComponentType>;
  /** In the navigation under this name; pages without one are reached from others. */
  readonly name?: TextKey;
  /** Shown in the navigation to those who have it; undefined: to everybody. */
  readonly scope?: string;
}

/** A page that is loaded when it is first shown. */
function page<Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: (await load())[name] }));
}

export const ROUTES: readonly PageRoute[] = [
  {
    path: '/',
    name: 'nav.start',
    page: page(() => import('../areas/start/StartPage.tsx'), 'StartPage'),
  },
  {
    path: '/look-up',
    name: 'nav.lookUp',
    page: page(() => import('../areas/look-up/LookUpPage.tsx'), 'LookUpPage'),
  },
  {
    path: '/records',
    name: 'nav.records',
    scope: 'evidence:read',
    page: page(() => import('../areas/records/RecordsPage.tsx'), 'RecordsPage'),
  },
  {
    path: '/records/:id',
    page: page(() => import('../areas/records/RecordPage.tsx'), 'RecordPage'),
  },
  {
    path: '/batches',
    name: 'nav.batches',
    scope: 'evidence:write',
    page: page(() => import('../areas/batches/BatchesPage.tsx'), 'BatchesPage'),
  },
  {
    path: '/batches/:id',
    page: page(() => import('../areas/batches/BatchPage.tsx'), 'BatchPage'),
  },
  {
    path: '/customers',
    name: 'nav.customers',
    scope: 'admin',
    page: page(() => import('../areas/customers/CustomersPage.tsx'), 'CustomersPage'),
  },
  {
    path: '/customers/:id',
    page: page(() => import('../areas/customers/CustomerPage.tsx'), 'CustomerPage'),
  },
  {
    path: '/usage',
    name: 'nav.usage',
    scope: 'evidence:read',
    page: page(() => import('../areas/usage/UsagePage.tsx'), 'UsagePage'),
  },
  {
    path: '/assets',
    name: 'nav.assets',
    page: page(() => import('../areas/assets/ClassesPage.tsx'), 'ClassesPage'),
  },
  {
    path: '/assets/classes/:id',
    page: page(() => import('../areas/assets/ClassPage.tsx'), 'ClassPage'),
  },
  {
    path: '/assets/accounts/:account',
    page: page(() => import('../areas/assets/HoldingsPage.tsx'), 'HoldingsPage'),
  },
  {
    path: '/assets/outputs/:id',
    page: page(() => import('../areas/assets/OutputPage.tsx'), 'OutputPage'),
  },
  {
    path: '/assets/mine',
    page: page(() => import('../areas/assets/MinePage.tsx'), 'MinePage'),
  },
  {
    path: '/assets/send',
    page: page(() => import('../areas/assets/SendPage.tsx'), 'SendPage'),
  },
  {
    path: '/assets/holds',
    page: page(() => import('../areas/assets/HoldsPage.tsx'), 'HoldsPage'),
  },
  {
    path: '/assets/inbox',
    page: page(() => import('../areas/assets/InboxPage.tsx'), 'InboxPage'),
  },
  {
    path: '/assets/inbox/:id',
    page: page(() => import('../areas/assets/PendingPage.tsx'), 'PendingPage'),
  },
  {
    path: '/assets/issue',
    page: page(() => import('../areas/assets/IssuePage.tsx'), 'IssuePage'),
  },
  {
    path: '/assets/define',
    page: page(() => import('../areas/assets/DefinePage.tsx'), 'DefinePage'),
  },
  {
    path: '/explorer',
    name: 'nav.explorer',
    page: page(() => import('../areas/explorer/ExplorerPage.tsx'), 'ExplorerPage'),
  },
  {
    path: '/explorer/search',
    page: page(() => import('../areas/explorer/SearchPage.tsx'), 'SearchPage'),
  },
  {
    path: '/explorer/log',
    page: page(() => import('../areas/explorer/LogPage.tsx'), 'LogPage'),
  },
  {
    path: '/explorer/blocks/:block',
    page: page(() => import('../areas/explorer/BlockPage.tsx'), 'BlockPage'),
  },
  {
    path: '/explorer/transactions/:id',
    page: page(() => import('../areas/explorer/TransactionPage.tsx'), 'TransactionPage'),
  },
  {
    path: '/explorer/accounts/:account',
    page: page(() => import('../areas/explorer/AccountPage.tsx'), 'AccountPage'),
  },
  {
    path: '/status',
    name: 'nav.status',
    page: page(() => import('../areas/status/StatusPage.tsx'), 'StatusPage'),
  },
  {
    path: '/settings',
    name: 'nav.settings',
    page: page(() => import('../areas/settings/SettingsPage.tsx'), 'SettingsPage'),
  },
  {
    path: '/sign-in',
    page: page(() => import('../areas/sign-in/SignInPage.tsx'), 'SignInPage'),
  },
];
