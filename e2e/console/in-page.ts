/**
 * What a test measures on a page, as functions that run inside it: each is handed over as text, so it uses nothing from outside. What is
 * wrong comes back as sentences that name the element.
 */

/** What sticks out of the window to the right: a page never scrolls sideways, its tables and programs may. */
export function overflowing(): readonly string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const reach = [...document.querySelectorAll('body *')]
    .map((element) => ({ element, right: element.getBoundingClientRect().right }))
    .filter(({ right }) => right > clientWidth + 1)
    .sort((a, b) => b.right - a.right)
    .slice(0, 3)
    .map(({ element, right }) => `${element.outerHTML.slice(0, 160)} to ${String(right)}`);
  return [`${String(scrollWidth)} px in a window of ${String(clientWidth)}: ${reach.join(' | ')}`];
}

/** Controls and headings whose text is longer than their box shows. */
export function cutOff(): readonly string[] {
  const isShown = (element: Element): boolean =>
    element.checkVisibility() && element.closest('.visually-hidden') === null;
  return [...document.querySelectorAll('button, a, label, h1, h2, h3, th, legend, summary')]
    .filter(isShown)
    .filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const wide = element.scrollWidth > element.clientWidth + 1;
      const high = element.scrollHeight > element.clientHeight + 2;
      return (wide && overflowX !== 'visible') || (high && overflowY !== 'visible');
    })
    .map((element) => `cut off: ${element.outerHTML.slice(0, 200)}`);
}

/** Controls that overlap another one, so that one of them cannot be read or hit. */
export function overlapping(): readonly string[] {
  const controls = [...document.querySelectorAll('main button, main a[href], main select')].filter(
    (element) => element.checkVisibility() && !element.contains(document.activeElement),
  );
  const boxes = controls.map((element) => ({ element, box: element.getBoundingClientRect() }));
  const found: string[] = [];
  for (const [i, one] of boxes.entries()) {
    for (const other of boxes.slice(i + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.x, other.box.x);
      const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.y, other.box.y);
      if (width > 4 && height > 4) {
        found.push(
          `overlap: ${one.element.outerHTML.slice(0, 120)} ${other.element.outerHTML.slice(0, 120)}`,
        );
      }
    }
  }
  return found;
}

/** Texts that match, where the page speaks for itself: not in programs, nor where an element says that it is in another language. */
export function textsLike(pattern: string): readonly string[] {
  const wanted = new RegExp(pattern, 'u');
  const quoting = 'pre, code, script, style, noscript, body [lang], [translate="no"]';
  const spoken = ['aria-label', 'title', 'placeholder', 'alt'];
  const said = [...document.querySelectorAll('body, body *')]
    .filter((element) => element.closest(quoting) === null)
    .flatMap((element) => {
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      return [
        ...own.map((node) => node.textContent ?? ''),
        ...spoken.map((name) => element.getAttribute(name) ?? ''),
      ].map((text) => `${element.tagName.toLowerCase()}: ${text.trim().slice(0, 160)}`);
    });
  return [...new Set(said)].filter((text) => wanted.test(text));
}

/**
 * What has the focus, whether one can see that it has, and whether it can be seen at all. Where a field for files is hidden, its label
 * stands for it.
 */
export async function focusNow(): Promise<{
  readonly name: string;
  readonly tag: string;
  readonly isMarked: boolean;
  readonly isInView: boolean;
}> {
  await new Promise(requestAnimationFrame);
  for (const animation of document.getAnimations()) {
    if (animation instanceof CSSTransition) animation.finish();
  }
  const focused = document.activeElement ?? document.body;
  const labelOf = (element: Element): Element | undefined =>
    element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
  const shownFor = (element: Element): Element =>
    element.getBoundingClientRect().width <= 1 ? (labelOf(element) ?? element) : element;
  const isMarked = (element: Element): boolean => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
  };
  const isInView = ({ top, bottom, left, right }: DOMRect): boolean =>
    bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const spoken =
    focused.getAttribute('aria-label') ?? labelOf(focused)?.textContent ?? focused.textContent;
  return {
    name: spoken.trim().slice(0, 60),
    tag: focused.tagName.toLowerCase(),
    isMarked: isMarked(shownFor(focused)),
    isInView: isInView(shownFor(focused).getBoundingClientRect()),
  };
}

/** The buttons of the content that can be pressed, by the name that `focusNow` gives them. */
export function controlNames(): readonly string[] {
  return [...document.querySelectorAll('main button:enabled')]
    .filter((element) => element.checkVisibility() && element.closest('dialog') === null)
    .map((element) => (element.getAttribute('aria-label') ?? element.textContent).trim())
    .map((name) => name.slice(0, 60));
}
