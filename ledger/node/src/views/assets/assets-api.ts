/** The assets' part of the port LedgerApi: each method asks one of the views. */

import type { AssetsApi } from '@stele/protocol';

import { settled, type SettledHost } from '../settled.ts';
import { balancesView } from './balances.ts';
import { classPage, classView } from './class-views.ts';
import { liveProof } from './live-proof.ts';
import { outputView } from './output-view.ts';
import { namedOutput } from './outputs.ts';
import { holdPage, outputPage } from './party-outputs.ts';
import { tracePage } from './trace.ts';

export function assetsApi(host: SettledHost): AssetsApi {
  return {
    classes: (query) => settled(host, (ledger) => classPage(ledger, query)),
    assetClass: (id) => settled(host, (ledger) => classView(ledger, id)),
    balances: (query) => settled(host, (ledger) => balancesView(ledger, query)),
    outputs: (query) => settled(host, (ledger) => outputPage(ledger, query)),
    holds: (query) => settled(host, (ledger) => holdPage(ledger, query)),
    output: (id) =>
      settled(host, async (ledger) => outputView(ledger, await namedOutput(ledger, id))),
    trace: (query) => settled(host, (ledger) => tracePage(ledger, query)),
    liveProof: (query) => settled(host, (ledger) => liveProof(ledger, query)),
  };
}
