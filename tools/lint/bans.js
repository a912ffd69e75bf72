// What single folders must not use, and why: the selectors, globals and properties that
// eslint.config.js hands to the linter's stock rules. Where something may be imported from is in
// import-table.js.

const replayed = 'every node must compute the same from the same log, for ever';
const unicode = `${replayed}, and its result depends on the version of Unicode at hand`;
const locale = `${replayed}, and its result depends on the locale`;

/** @type {readonly { name: string, message: string }[]} */
export const globalsOfTheOutside = [
  ...['Date', 'performance'].map((name) => ({
    name,
    message: `No clock here: ${replayed}. Time comes in with the block.`,
  })),
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) => ({
    name,
    message: 'No timers here: take the interface of @stele/base as an argument.',
  })),
  ...['crypto'].map((name) => ({
    name,
    message: `No randomness here: ${replayed}. Hashes come from @stele/protocol.`,
  })),
  ...['fetch', 'process', 'Buffer', 'console', 'globalThis'].map((name) => ({
    name,
    message: 'Nothing of the machine here: this code runs anywhere, a sandbox included.',
  })),
  ...['Intl'].map((name) => ({ name, message: `Banned here: ${locale}.` })),
  ...['parseFloat'].map((name) => ({
    name,
    message: 'No fractions here: amounts are bigint, counts are integers.',
  })),
  ...['WeakRef', 'FinalizationRegistry'].map((name) => ({
    name,
    message: `Banned here: ${replayed}, and this shows when the collector ran.`,
  })),
];

/** The functions of Math whose last bit the language leaves to the engine. */
const inexactFunctions =
  'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh sqrt tan tanh';

/** @type {readonly { object: string, property: string, message: string }[]} */
export const propertiesOfTheOutside = [
  {
    object: 'Math',
    property: 'random',
    message: `No randomness here: ${replayed}.`,
  },
  {
    object: 'Number',
    property: 'parseFloat',
    message: 'No fractions here: amounts are bigint, counts are integers.',
  },
  ...inexactFunctions.split(' ').map((property) => ({
    object: 'Math',
    property,
    message: `Banned here: ${replayed}, and engines differ in its last bit.`,
  })),
];

/** @type {readonly { selector: string, message: string }[]} */
export const nondeterministicSyntax = [
  {
    selector: 'MemberExpression[property.name=/^(toLocale|localeCompare$)/]',
    message: `Banned here: ${locale}.`,
  },
  {
    selector: 'MemberExpression[property.name=/^(toLowerCase|toUpperCase|normalize)$/]',
    message: `Banned here: ${unicode}.`,
  },
  {
    selector: 'Literal[regex.pattern=/\\\\p\\{/i]',
    message: `No \\p{…} here: ${unicode}.`,
  },
  {
    selector: 'CallExpression[callee.property.name=/^(sort|toSorted)$/][arguments.length=0]',
    message: 'Sort with a comparator: without one, everything is compared as text.',
  },
];

/** @type {readonly { selector: string, message: string }[]} */
export const uncodedErrors = [
  {
    selector: 'ThrowStatement > NewExpression[callee.name="Error"]',
    message:
      'Throw a coded error of @stele/base: a bare Error tells callers and operators nothing they can act on.',
  },
];

/** @type {readonly { selector: string, message: string }[]} */
export const wholesaleExports = [
  {
    selector: 'ExportAllDeclaration',
    message: 'Name what is exported: a reader and a reviewer must see the public surface.',
  },
];

/** @type {readonly { selector: string, message: string }[]} */
export const hiddenImports = [
  {
    selector: 'ImportExpression',
    message: 'Import at the top: an import at run time escapes the rules on who imports whom.',
  },
];

export const nodeModules = {
  regex: '^node:',
  message:
    'This code also runs in a browser or a sandbox: take what the machine offers as an argument.',
};
