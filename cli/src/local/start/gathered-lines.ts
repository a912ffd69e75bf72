/**
 * Lines of the log, written together once a turn of the event loop: a write to a file or terminal waits for the system, and thousands of
 * requests a second each have a line.
 */

/** Takes a line; writes all that came in the same turn at its end, or when the process ends by itself. */
export function gatheredLines(write: (text: string) => void): (line: string) => void {
  let gathered = '';
  const flush = (): void => {
    if (gathered === '') return;
    const text = gathered;
    gathered = '';
    write(text);
  };
  process.once('exit', flush);
  return (line) => {
    if (gathered === '') setImmediate(flush);
    gathered += line;
  };
}
