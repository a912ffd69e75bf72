/** What this browser keeps for a page. Storage is the reader's: it may be empty, full, or forbidden, and then asking for it throws. */

export interface KeptTexts {
  /** Null when there is none, or none can be kept. */
  getItem(name: string): string | null;
  /** False when the browser does not keep it. */
  setItem(name: string, value: string): boolean;
  removeItem(name: string): void;
}

/** Never throws. Kept by the browser, unless told `() => sessionStorage`: by the tab. */
export function browserStorage(open: () => Storage = () => localStorage): KeptTexts {
  return {
    getItem: (name) => attempt(() => open().getItem(name), null),
    setItem: (name, value) =>
      attempt(() => {
        open().setItem(name, value);
        return true;
      }, false),
    removeItem: (name) => attempt(() => open().removeItem(name), undefined),
  };
}

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
