/** A new sign-in link for a person: for the first time, and for whoever has forgotten a password or lost a phone. */

import { type ReactNode, useState } from 'react';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Loading } from '../../../ui/States.tsx';
import { Fault } from '../../sign-in/parts/Fault.tsx';
import { type Person, useMakeLink } from '../queries.ts';
import { LinkToHandOver } from './LinkToHandOver.tsx';

export function MakeLink({ person: { id, name } }: { readonly person: Person }): ReactNode {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const make = useMakeLink();
  const open = (): void => {
    make.mutate(id);
    setOpen(true);
  };
  const title = text('settings.linkMake');
  return (
    <>
      <Button onClick={open}>{title}</Button>
      <Dialog title={title} isOpen={isOpen} onClose={() => setOpen(false)}>
        {make.isPending && <Loading rows={2} />}
        {make.isError && <Fault error={make.error} />}
        {make.isSuccess && <LinkToHandOver name={name} link={make.data} />}
      </Dialog>
    </>
  );
}
