/**
 * docs/command-line.md from what the command itself says, so that the page cannot drift: `npm run documents` writes it, the test
 * compares it.
 */

import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';

const RUN = new URL('../../cli/src/run.ts', import.meta.url).href;
const WORLD = new URL('../../cli/src/world.ts', import.meta.url).href;
export const PAGE = new URL('../../docs/command-line.md', import.meta.url);

const INTRODUCTION = `# Command line

Every command takes \`--json\` (results on standard output, progress on standard error) and \`--help\`. In a clone, say \`npx stele\`. The texts follow
\`LC_ALL\` or \`LANG\`: English, or Chinese for \`zh\`.

## Settings

| setting | meaning | default |
| --- | --- | --- |
| \`STELE_DATA\`, \`--data\` | the data folder | \`./data\` in a clone, else \`~/.local/share/stele\` |
| \`STELE_HOST\`, \`--host\` | the address to listen on | \`127.0.0.1\` |
| \`STELE_PORT\`, \`--port\` | the port; 0 takes a free one and prints it | 7420 |
| \`STELE_BEHIND_PROXY=1\` | serve plain HTTP on an address that is not loopback | off: refused |
| \`STELE_ORGANISATION\`, \`STELE_ORGANISATION_NAME\` | who the chain's one member is: an identifier, and the name that stands on every receipt; read when the chain is made | \`local\`, \`Local operator\` |
| \`STELE_LOG\` | least level of the JSON log on standard error: debug, info, warn, error | info; warn on a terminal |
| \`NO_COLOR\` | no colour, on a terminal too | |

Trusted fingerprints stand in \`~/.config/stele/trust.json\` (\`XDG_CONFIG_HOME\` is respected); the chain of the data folder in use is trusted by itself.

## Commands
`;

/** Runs every command line of its argument, in one process: most of what a command takes is to start. */
const RUN_ALL = `
  import { run } from ${JSON.stringify(RUN)};
  import { realWorld } from ${JSON.stringify(WORLD)};
  for (const argv of JSON.parse(process.argv[1])) {
    await run(argv, realWorld());
    process.stdout.write('\\0');
  }`;

/** What each `stele …argv` prints, in English, on a machine without settings. */
function printed(commands: readonly (readonly string[])[]): readonly string[] {
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', RUN_ALL];
  const env = { PATH: process.env['PATH'], HOME: tmpdir(), LANG: 'C.UTF-8' };
  const args = [...flags, '--', JSON.stringify(commands)];
  const all = execFileSync(process.execPath, args, { encoding: 'utf8', env });
  return all
    .split('\0')
    .slice(0, -1)
    .map((one) => one.trimEnd());
}

/** The names in the overview of `stele --help`. */
function commandNames(overview: string): string[] {
  const rows = [...overview.matchAll(/^ {2}([a-z]+(?: [a-z-]+)?) {2,}\S/gm)];
  return rows.map((row) => row[1] ?? '');
}

export function commandLinePage(): string {
  const [overview = ''] = printed([['--help']]);
  const names = commandNames(overview);
  const helps = printed(names.map((name) => [...name.split(' '), '--help']));
  const sections = names.map(
    (name, i) => `### stele ${name}\n\n\`\`\`\n${helps[i] ?? ''}\n\`\`\`\n`,
  );
  return `${INTRODUCTION}\n\`\`\`\n${overview}\n\`\`\`\n\n${sections.join('\n')}`;
}
