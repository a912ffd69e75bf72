/** A file let go where nobody takes it: the browser would leave the page for it, and what was typed here with it. */

/** From now on such a file is refused. Whoever takes files handles the event before it gets here, and prevents it. */
export function refuseStrayFiles(): void {
  const refuse = (event: DragEvent): void => {
    if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
}
