/** What somebody may do here, each role with a sentence. */

import type { ReactNode } from 'react';

import type { Role } from '../../../api/session.ts';
import { useText } from '../../../text/context.tsx';
import styles from '../Settings.module.css';

const ROLES: readonly Role[] = ['clerk', 'reader', 'admin'];

export interface RoleChoiceProps {
  readonly role: Role;
  readonly onChoose: (role: Role) => void;
}

export function RoleChoice({ role, onChoose }: RoleChoiceProps): ReactNode {
  const text = useText();
  return (
    <fieldset className={styles['choice']}>
      <legend>{text('settings.role')}</legend>
      {ROLES.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="role"
            value={one}
            checked={one === role}
            onChange={() => onChoose(one)}
          />
          <span>
            {text(`settings.role.${one}`)}: {text(`settings.roleHelp.${one}`)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
