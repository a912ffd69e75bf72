/** Digests in a list of facts, whoever shows them. */

import type { Fact } from '../../../ui/Facts.tsx';
import { HashText } from '../../../ui/HashText.tsx';

export function digestFacts(digests: Readonly<Record<string, string>>): readonly Fact[] {
  return Object.entries(digests).map(([algorithm, digest]) => {
    const name = algorithm.toUpperCase();
    return [name, <HashText key={name} value={digest} what={name} />];
  });
}
