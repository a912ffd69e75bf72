/** The chain's C2SP tlog-policy: whose cosignatures make a checkpoint proven (spec/log.md, "Policy"). */

export interface PolicyInput {
  /** Verifier keys of log keys, the serving node's first. */
  readonly logs: readonly string[];
  readonly witnesses: readonly PolicyWitness[];
  /** Members with their weights, ascending by organisation. */
  readonly members: readonly { readonly organisation: string; readonly weight: number }[];
  readonly threshold: number;
}

export interface PolicyWitness {
  readonly organisation: string;
  readonly node: string;
  readonly verifierKey: string;
}

export function formatPolicy({ logs, witnesses, members, threshold }: PolicyInput): string {
  const sorted = witnesses
    .map((witness) => ({ ...witness, name: `${witness.organisation}/${witness.node}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const present = members.filter(({ organisation }) =>
    sorted.some((witness) => witness.organisation === organisation),
  );
  const groups = present.map(({ organisation }) => {
    const names = sorted.filter((one) => one.organisation === organisation).map(({ name }) => name);
    return `group ${organisation} any ${names.join(' ')}`;
  });
  const organisations = present.map(({ organisation }) => organisation).join(' ');
  return [
    ...logs.map((key) => `log ${key}`),
    ...sorted.map(({ name, verifierKey }) => `witness ${name} ${verifierKey}`),
    ...groups,
    ...quorumLines(
      present.map(({ weight }) => weight),
      threshold,
      organisations,
    ),
    'quorum quorum',
    '',
  ].join('\n');
}

function quorumLines(
  weights: readonly number[],
  threshold: number,
  organisations: string,
): string[] {
  const count = smallestSufficient(weights, threshold);
  return count === undefined
    ? [
        '# the members that have nodes do not reach the threshold',
        `group quorum all ${organisations}`,
      ]
    : [`group quorum ${String(count)} ${organisations}`];
}

/** The smallest k such that any k of the weights, so the k lightest, reach the threshold. */
function smallestSufficient(weights: readonly number[], threshold: number): number | undefined {
  let sum = 0;
  const lightestFirst = weights.toSorted((a, b) => a - b);
  for (const [i, weight] of lightestFirst.entries()) {
    sum += weight;
    if (sum >= threshold) return i + 1;
  }
  return undefined;
}
