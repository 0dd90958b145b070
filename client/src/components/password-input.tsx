import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface PasswordInputProps {
  id: string;
  name: string;
  autoComplete: 'current-password' | 'new-password';
  value: string;
  onValue: (value: string) => void;
  /** The ids of its help, its error and its state, as far as they stand. */
  describedBy: string | undefined;
  invalid: boolean;
  /** Which password the button shows, for who does not see where it stands: «la password di adesso». */
  what?: string;
}

/** A password with the button that shows it; pasting and password managers work (SEC-007). */
export function PasswordInput(props: PasswordInputProps): ReactElement {
  const { id, name, autoComplete, value, onValue, invalid } = props;
  const { t } = useTranslation('password');
  const [shown, setShown] = useState(false);
  return (
    <div className="sp-password">
      <input
        id={id}
        name={name}
        type={shown ? 'text' : 'password'}
        className="form-control"
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        aria-describedby={props.describedBy}
        aria-invalid={invalid ? true : undefined}
        onChange={({ target }) => onValue(target.value)}
      />
      <button
        type="button"
        className="btn btn-outline-primary sp-btn"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        {t(shown ? 'hide' : 'show')}
        <span className="visually-hidden"> {props.what ?? t('thePassword')}</span>
      </button>
    </div>
  );
}
