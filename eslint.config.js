// The rules of the linter. Which package imports which is in tools/lint/import-table.js, what single
// folders must not use is in tools/lint/bans.js; here they are joined. A later entry replaces the
// options of an earlier one, so each list of bans is put together whole for its folder.

import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

import * as bans from './tools/lint/bans.js';
import { packageRules, patternOfOthers } from './tools/lint/import-table.js';

const testCode = ['**/*.test.ts', '**/test/**', '**/conformance/**', 'e2e/**'];
const deterministic = ['ledger/kernel/**', 'ledger/ordering/**', 'contracts/**'];
const pure = ['core/base/**', 'core/protocol/**', 'sdk/**', ...deterministic];
/** Folders of pure packages that exist to use Node. */
const onNode = ['core/protocol/src/node/**', 'sdk/src/node/**'];

/** Calls of the test runner that may be left to it: it waits for them. */
const awaitedByRunner = [
  'test',
  'it',
  'describe',
  'suite',
  'before',
  'after',
  'beforeEach',
  'afterEach',
];

/** @type {import('eslint').Linter.RulesRecord} */
const sizes = {
  complexity: ['error', 10],
  'max-depth': ['error', 3],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  '@typescript-eslint/max-params': ['error', { max: 4 }],
};

/** @type {import('eslint').Linter.RulesRecord} */
const style = {
  curly: ['error', 'multi-line'],
  eqeqeq: 'error',
  'no-eval': 'error',
  'no-new-func': 'error',
  'no-param-reassign': 'error',
  'object-shorthand': 'error',
  'prefer-template': 'error',
  'no-restricted-exports': [
    'error',
    { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
  ],
};

/** @type {import('eslint').Linter.RulesRecord} */
const types = {
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/explicit-module-boundary-types': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-floating-promises': [
    'error',
    { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: awaitedByRunner }] },
  ],
};

/**
 * @param {...readonly { selector: string, message: string }[]} lists
 * @returns {import('eslint').Linter.RulesRecord}
 */
function syntaxBans(...lists) {
  return { 'no-restricted-syntax': ['error', ...bans.wholesaleExports, ...lists.flat()] };
}

/**
 * @param {...{ regex: string, message: string }} patterns
 * @returns {import('eslint').Linter.RulesRecord}
 */
function importBans(...patterns) {
  return { 'no-restricted-imports': ['error', { patterns }] };
}

/**
 * The import rules of one package: its sources, the part of them that may use Node, its tests, and the
 * folders that nothing binds.
 * @param {import('./tools/lint/import-table.js').PackageRule} rule
 */
function importRules({ folder, may, testsMay = [], unbound = [], reason }) {
  const others = { regex: patternOfOthers(may), message: reason };
  const othersForTests = { regex: patternOfOthers([...may, ...testsMay]), message: reason };
  const isPure = pure.includes(`${folder}/**`);
  const nodeFolders = onNode.filter((path) => path.startsWith(`${folder}/`));
  return [
    { files: [`${folder}/**`], rules: importBans(others, ...(isPure ? [bans.nodeModules] : [])) },
    ...nodeFolders.map((path) => ({ files: [path], rules: importBans(others) })),
    { files: testCode.map((path) => `${folder}/${path}`), rules: importBans(othersForTests) },
    ...unbound.map((path) => ({ files: [`${path}/**`], rules: importBans() })),
  ];
}

export default defineConfig(
  { ignores: ['.cache/**', '**/dist/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  { rules: { ...sizes, ...style, ...types, ...syntaxBans(bans.uncodedErrors) } },
  { files: pure, rules: syntaxBans(bans.uncodedErrors, bans.hiddenImports) },
  {
    files: deterministic,
    rules: {
      'no-restricted-globals': ['error', ...bans.globalsOfTheOutside],
      'no-restricted-properties': ['error', ...bans.propertiesOfTheOutside],
      ...syntaxBans(bans.uncodedErrors, bans.hiddenImports, bans.nondeterministicSyntax),
    },
  },
  { files: onNode, rules: syntaxBans(bans.uncodedErrors) },
  { files: ['core/base/**'], rules: syntaxBans(bans.hiddenImports) },
  packageRules.flatMap(importRules),
  { files: ['console/src/**'], ...reactHooks.configs.flat['recommended-latest'] },
  {
    files: [...testCode, 'tools/**'],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
      ...syntaxBans(),
    },
  },
  // Plain JavaScript states its types in comments, which these rules do not read; the compiler does.
  {
    files: ['**/*.js'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  // Tools that other programs configure by a default export.
  {
    files: ['eslint.config.js', 'console/*.config.ts', 'tools/test/event-reporter.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
);
