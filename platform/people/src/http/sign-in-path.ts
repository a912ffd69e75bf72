/** The path a one-time link has: its token in the fragment, which browsers keep to themselves, so no log on the way has it. */

export function signInPath(token: string): string {
  return `/#sign-in=${token}`;
}
