/** What a shell learns from the command: pinned by the public surface ("Command line"), never renumbered. */

export const exitCodes = {
  /** Done; valid under a chain the reader trusts. */
  done: 0,
  /** Checked and found invalid, or refused. */
  refused: 1,
  /** Wrong usage or unreadable input. */
  usage: 2,
  /** The world failed: no server, no disk. */
  failed: 3,
  /** Everything checks, but the chain is not one the reader trusts yet. */
  untrusted: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
