import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { PASSWORD_LENGTH, type PasswordState, usePasswordState } from '../lib/use-password-faults.ts';
import { FieldShell } from './field.tsx';
import { Icon } from './icon.tsx';
import { PasswordInput } from './password-input.tsx';

interface NewPasswordFieldProps {
  id: string;
  value: string;
  onValue: (value: string) => void;
  error: string | null;
  label?: string;
  /** What the page knows of the person and the server does not yet. */
  ownWords?: readonly string[];
}

/** A password to choose: the rules first, then how it goes while one types (DEC-13). */
export function NewPasswordField(props: NewPasswordFieldProps): ReactElement {
  const { id, value, onValue, error, ownWords = [] } = props;
  const { t } = useTranslation('password');
  const state = usePasswordState(value, ownWords);
  return (
    <FieldShell id={id} label={props.label ?? t('new')} help={t('rules', PASSWORD_LENGTH)} error={error}>
      <PasswordInput
        id={id}
        name="new-password"
        autoComplete="new-password"
        value={value}
        onValue={onValue}
        describedBy={[`${id}-h`, ...(error ? [`${id}-e`] : []), `${id}-s`].join(' ')}
        invalid={error !== null}
      />
      {/* Once the form was refused its fault stands above: the same words are not said twice. */}
      <PasswordLine id={`${id}-s`} state={error ? { kind: 'empty' } : state} />
    </FieldShell>
  );
}

function PasswordLine({ id, state }: { id: string; state: PasswordState }): ReactElement {
  const { t } = useTranslation('password');
  const refused = state.kind === 'refused' || state.kind === 'long';
  return (
    <p
      id={id}
      role="status"
      className={`sp-pwline ${refused ? 'is-wrong' : ''} ${state.kind === 'good' ? 'is-good' : ''}`}
    >
      {state.kind === 'good' && <Icon name="check-circle" />}
      {refused && <Icon name="warning-circle" />}
      <span>{lineOf(state, t)}</span>
    </p>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function lineOf(state: PasswordState, t: Translate): string {
  switch (state.kind) {
    case 'empty':
      return '';
    case 'short':
      return t('state.short', { count: state.missing });
    case 'long':
      return t('state.long', { most: PASSWORD_LENGTH.most });
    case 'checking':
      return t('state.checking');
    case 'refused':
      return state.codes.map((code) => t(`state.${code}`)).join(' ');
    case 'good':
      return t('state.good');
    case 'unknown':
      return t('state.unknown');
  }
}
