import type { InputHTMLAttributes, ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

interface FieldShellProps {
  id: string;
  label: string;
  help?: ReactNode;
  error?: string | null | undefined;
  children: ReactNode;
  className?: string;
}

/** Ids of the texts that describe a field, for its aria-describedby. */
export function describedBy(id: string, help: unknown, error: unknown): string | undefined {
  return [help ? `${id}-h` : '', error ? `${id}-e` : ''].filter(Boolean).join(' ') || undefined;
}

/** Label above, help, error, control last. */
export function FieldShell({ id, label, help, error, children, className = '' }: FieldShellProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={`sp-field ${error ? 'is-wrong' : ''} ${className}`}>
      <label htmlFor={id}>{label}</label>
      {help && (
        <span id={`${id}-h`} className="sp-help">
          {help}
        </span>
      )}
      {error && (
        <span id={`${id}-e`} className="sp-error">
          <Icon name="error" />
          <span>
            <span className="visually-hidden">{t('title.error')}</span>
            {error}
          </span>
        </span>
      )}
      {children}
    </div>
  );
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string;
  label: string;
  help?: ReactNode;
  error?: string | null | undefined;
}

export function Field({ id, label, help, error, type = 'text', className = '', ...input }: FieldProps): ReactElement {
  return (
    <FieldShell id={id} label={label} help={help} error={error}>
      <input
        {...input}
        id={id}
        type={type}
        className={`form-control ${className}`}
        aria-describedby={describedBy(id, help, error)}
        aria-invalid={error ? true : undefined}
      />
    </FieldShell>
  );
}
