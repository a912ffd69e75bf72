/** What stands outside the page's own elements: the document's language and title. */

import { useEffect } from 'react';

export function useDocument(language: string, title: string): void {
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = title;
  }, [language, title]);
}
