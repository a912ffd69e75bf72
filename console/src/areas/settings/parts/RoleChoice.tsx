/** What somebody may do here, each role with a sentence. */

import type { ReactNode } from 'react';

import type { Role } from '../../../api/session.ts';
import { useText } from '../../../text/context.tsx';
import { Choice } from './Choice.tsx';

const ROLES: readonly Role[] = ['clerk', 'reader', 'admin'];

export interface RoleChoiceProps {
  readonly role: Role;
  readonly onChoose: (role: Role) => void;
}

export function RoleChoice({ role, onChoose }: RoleChoiceProps): ReactNode {
  const text = useText();
  return (
    <Choice
      legend={text('settings.role')}
      options={ROLES.map((one) => [
        one,
        `${text(`settings.role.${one}`)}: ${text(`settings.roleHelp.${one}`)}`,
      ])}
      chosen={role}
      onChoose={onChoose}
    />
  );
}
