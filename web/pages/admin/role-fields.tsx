/** Choosing a role and the organ it holds in; an administrator's is of the whole installation. */
import type { Role } from '#server/api';
import { type RoleGiven, useOrganChoices } from '../../api/people.ts';
import { adminText } from '../../text/admin.ts';
import { useLanguage } from '../../text/settings.ts';
import { roleText } from '../../text/shell.ts';
import { choose, useText } from '../../text/texts.ts';
import { Select } from '../../ui/choices.tsx';

export interface RoleChoice {
  readonly role: Role | '';
  readonly organId: string;
}

export const NO_ROLE: RoleChoice = { role: '', organId: '' };

const ROLES: readonly Role[] = [
  'clerk',
  'presidium',
  'presidingChair',
  'chiefScrutineer',
  'scrutineer',
  'teller',
  'auditor',
  'administrator',
];

/** What was chosen, once it is complete. */
export function readChoice({ role, organId }: RoleChoice): RoleGiven | null {
  if (role === '') return null;
  if (role === 'administrator') return { role, organId: null };
  return organId === '' ? null : { role, organId };
}

export function RoleFields({
  value,
  onChange,
  isRequired = true,
}: {
  readonly value: RoleChoice;
  readonly onChange: (value: RoleChoice) => void;
  readonly isRequired?: boolean;
}) {
  const t = useText(adminText);
  const names = useText(roleText);
  const language = useLanguage();
  const organs = useOrganChoices().data ?? [];
  return (
    <>
      <Select
        label={t.role}
        isRequired={isRequired}
        value={value.role}
        onChange={(role) => onChange({ ...value, role })}
        options={ROLES.map((role) => ({ value: role, label: names[role] }))}
        {...(isRequired ? {} : { placeholder: t.roleLater })}
      />
      {value.role !== '' && value.role !== 'administrator' && (
        <Select
          label={t.organ}
          value={value.organId}
          onChange={(organId) => onChange({ ...value, organId })}
          options={organs.map(({ id, nameZh, nameEn }) => ({
            value: id,
            label: choose(language, nameZh, nameEn),
          }))}
        />
      )}
    </>
  );
}
