// Which package may import which, as data, with the reasons. The linter enforces it on sources, tidy
// on the packages' manifests.

/**
 * @typedef {object} PackageRule
 * @property {string} name of the package
 * @property {string} folder relative to the clone
 * @property {readonly string[]} may our packages that its sources import, subpaths named one by one
 * @property {readonly string[]} [testsMay] what its tests import besides
 * @property {readonly string[]} [unbound] folders inside that may import everything
 * @property {string} reason shown when an import breaks the rule
 */

const base = '@stele/base';
const protocol = '@stele/protocol';
const protocolOnNode = '@stele/protocol/node';
const server = '@stele/server';
const serverTest = '@stele/server/test';
const certificate = '@stele/certificate';
const certificateReader = '@stele/certificate/reader';
const certificateTest = '@stele/certificate/test';
const timestamp = '@stele/timestamp';
const timestampTest = '@stele/timestamp/test';
const database = '@stele/database';
const people = '@stele/people';
const evidence = '@stele/evidence';
const evidenceForms = '@stele/evidence/forms';
const sdk = '@stele/sdk';
const sdkConformance = '@stele/sdk/conformance';
const refusalWords = '@stele/sdk/refusal-words';
const consoleServe = '@stele/console/serve';
const verifyPage = '@stele/console/verify-page';
const contracts = '@stele/contracts';
const kernel = '@stele/kernel';
const contractApi = '@stele/kernel/contract';
const kernelTest = '@stele/kernel/test';
const node = '@stele/node';
const ordering = ['@stele/ordering', '@stele/ordering/solo', '@stele/ordering/conformance'];
const ledger = [kernel, contractApi, contracts, node, server, ...ordering];

/** @type {readonly PackageRule[]} */
export const packageRules = [
  {
    name: base,
    folder: 'core/base',
    may: [],
    reason: 'base is what could sit in a standard library; it imports nothing of ours.',
  },
  {
    name: protocol,
    folder: 'core/protocol',
    may: [base],
    reason: 'protocol is what anybody needs to verify a receipt; it knows no machinery.',
  },
  {
    name: server,
    folder: 'core/server',
    may: [base, protocol, protocolOnNode],
    reason: 'server is scaffolding for any daemon; it knows none of them.',
  },
  {
    name: certificate,
    folder: 'core/certificate',
    may: [base, protocol, protocolOnNode],
    testsMay: ledger,
    reason: 'a certificate is made of a receipt alone; whoever holds one can make it.',
  },
  {
    name: timestamp,
    folder: 'core/timestamp',
    may: [base, protocol],
    testsMay: [protocolOnNode],
    reason: 'a token is verified by whoever verifies a receipt, without a service.',
  },
  {
    name: database,
    folder: 'core/database',
    may: [base, server],
    reason: 'the database holds what is derived; it knows neither ledger nor service.',
  },
  {
    name: kernel,
    folder: 'ledger/kernel',
    may: [base, protocol],
    testsMay: [protocolOnNode, contracts],
    reason: 'the kernel decides what batches mean; it knows neither their order nor the disk.',
  },
  {
    name: '@stele/ordering',
    folder: 'ledger/ordering',
    may: [base, protocol],
    testsMay: [protocolOnNode],
    reason: 'an ordering engine decides a sequence of opaque batches; it must not know the kernel.',
  },
  {
    name: node,
    folder: 'ledger/node',
    may: [base, protocol, protocolOnNode, server, kernel, contractApi, contracts, ...ordering],
    testsMay: [sdk, sdkConformance, kernelTest, serverTest],
    reason: 'the node joins the ledger; clients reach it through the SDK, not the other way round.',
  },
  {
    name: contracts,
    folder: 'contracts',
    may: [base, protocol, contractApi],
    testsMay: [protocolOnNode, kernel, kernelTest],
    reason: 'a built-in contract uses the same API as a deployed one, and nothing else.',
  },
  {
    name: evidence,
    folder: 'services/evidence',
    may: [base, protocol, protocolOnNode, server, sdk, certificate, timestamp, database],
    testsMay: [...ledger, timestampTest],
    reason:
      'a service reaches the ledger as any customer would, through the SDK; never another service.',
  },
  {
    name: people,
    folder: 'platform/people',
    may: [base, server],
    reason:
      'people sign in to whatever a server serves; who may is known without ledger or service.',
  },
  {
    name: sdk,
    folder: 'sdk',
    may: [base, protocol, contracts, contractApi],
    testsMay: [protocolOnNode, ...ledger],
    reason:
      'the SDK reaches a ledger as any customer would; of contracts it reads the schemas. A node in the process is handed to it.',
  },
  {
    name: '@stele/cli',
    folder: 'cli',
    may: [
      base,
      protocol,
      protocolOnNode,
      contracts,
      contractApi,
      sdk,
      refusalWords,
      certificate,
      timestamp,
    ],
    testsMay: [...ledger, evidence, people, database, timestampTest],
    unbound: ['cli/src/local'],
    reason: 'commands go through the SDK; only cli/src/local opens a data folder by itself.',
  },
  {
    name: '@stele/console',
    folder: 'console',
    may: [
      base,
      protocol,
      contracts,
      contractApi,
      sdk,
      refusalWords,
      server,
      certificateReader,
      timestamp,
    ],
    testsMay: [protocolOnNode, certificate, certificateTest, timestampTest, ...ledger],
    reason: 'the pages reach the server by HTTP, as any customer would.',
  },
  {
    name: '@stele/e2e',
    folder: 'e2e',
    may: [
      base,
      protocol,
      protocolOnNode,
      sdk,
      certificate,
      timestamp,
      database,
      evidence,
      consoleServe,
      verifyPage,
      ...ledger,
    ],
    testsMay: [
      evidenceForms,
      certificateTest,
      timestampTest,
      serverTest,
      kernelTest,
      sdkConformance,
    ],
    reason: 'e2e may import anything public.',
  },
];

/**
 * A pattern for `no-restricted-imports`: every package of ours that is not in the list.
 * @param {readonly string[]} allowed
 * @returns {string}
 */
export function patternOfOthers(allowed) {
  const alternatives = allowed.map((name) => `${name}$`).join('|');
  return allowed.length === 0 ? '^@stele/' : `^(?!${alternatives})@stele/`;
}
