import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { describedBy, FieldShell } from '../../components/field.tsx';
import { PasswordInput } from '../../components/password-input.tsx';
import { useViewer } from '../../lib/viewer.tsx';

interface CurrentPasswordFieldProps {
  id: string;
  value: string;
  onValue: (value: string) => void;
  error: string | null;
  /** Why it is asked for. */
  help?: string;
}

/** The password of now, asked again; the user name stands hidden beside it for password managers. */
export function CurrentPasswordField({ id, value, onValue, error, help }: CurrentPasswordFieldProps): ReactElement {
  const { t } = useTranslation('reservedArea');
  const { viewer } = useViewer();
  return (
    <FieldShell id={id} label={t('current')} help={help} error={error}>
      <input
        type="text"
        name="username"
        autoComplete="username"
        value={viewer?.account.username ?? ''}
        readOnly
        hidden
      />
      <PasswordInput
        id={id}
        name="current-password"
        autoComplete="current-password"
        value={value}
        onValue={onValue}
        describedBy={describedBy(id, help, error)}
        invalid={error !== null}
        what={t('theCurrent')}
      />
    </FieldShell>
  );
}
