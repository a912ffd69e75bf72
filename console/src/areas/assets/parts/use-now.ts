/** The time for components whose words change with it: windows of exits open and close while somebody looks. */

import { useEffect, useState } from 'react';

const EVERY_MS = 1_000;

/** ms since 1970, by this computer's clock. */
export function useNowMs(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
