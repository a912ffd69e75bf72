// Continues as another program, as nearly as Node allows: same terminal, same environment, signals
// passed on, and the same end. (process.execve would do better, but is experimental and new.)

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @type {readonly NodeJS.Signals[]} */
const forwardedSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {(line: string) => void} say
 */
export function handOver(command, args, say) {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of forwardedSignals) {
    process.on(signal, () => {
      // The terminal's Ctrl-C reaches the whole process group: passing it on would deliver it twice,
      // and a second Ctrl-C commonly means "at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    say(`${command} does not start (${error.message}): install Node 24 and run the command again.`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    endBySignal(signal);
  });
}

/**
 * Ends this process by a signal, so that whoever waits for it sees what happened to the child.
 * @param {NodeJS.Signals} signal
 */
export function endBySignal(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // Delivery is asynchronous, and a signal may be ignored from above: then end the way a shell reports it.
  setTimeout(() => process.exit(128 + constants.signals[signal]), 200);
}
