/** Gives the reader a file to save, made in the page. */

const KEPT_MS = 60_000;

export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser begins to read it after the click.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
