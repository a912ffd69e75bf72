/** "Show me the call": the act of a form or the source of a result, as curl, TypeScript and the command line would do it. */

import { type ReactNode, useState } from 'react';

import { useText } from '../text/context.tsx';
import { Button } from './Button.tsx';
import styles from './CallDrawer.module.css';
import { curlOf, typescriptOf } from './call-texts.ts';
import { Dialog } from './Dialog.tsx';
import { Verbatim } from './Verbatim.tsx';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its values filled in. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** As JSON; secrets masked by whoever makes the call. */
  readonly body?: unknown;
  /** What the answer is written to, when it is a file. */
  readonly output?: string;
  /** Whether a key is needed. */
  readonly isOpen?: boolean;
  /** The command that does the same, without the program's name; absent where there is none. */
  readonly command?: string;
}

export function CallDrawer({ call }: { readonly call: Call }): ReactNode {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {text('ui.call')}
      </Button>
      <Dialog
        title={text('ui.callTitle')}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        place="side"
      >
        <p className={styles['intro']}>{text('ui.callIntro')}</p>
        <Verbatim name={text('ui.callCurl')} value={curlOf(call, location.origin)} />
        <Verbatim name={text('ui.callTypescript')} value={typescriptOf(call, location.origin)} />
        {call.command !== undefined && (
          <Verbatim name={text('ui.callCli')} value={`npx stele ${call.command}`} />
        )}
      </Dialog>
    </>
  );
}
