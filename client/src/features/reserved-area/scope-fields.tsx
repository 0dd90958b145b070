import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import type { TokenScope } from '../../gql/graphql.ts';

interface ScopeFieldsProps {
  id: string;
  offered: readonly TokenScope[];
  chosen: readonly TokenScope[];
  error: string | null;
  onChange: (chosen: readonly TokenScope[]) => void;
}

/** What a token may do, one box each; none is ticked in advance. */
export function ScopeFields({ id, offered, chosen, error, onChange }: ScopeFieldsProps): ReactElement {
  const { t } = useTranslation('tokens');
  const toggle = (scope: TokenScope): void =>
    onChange(chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope]);
  return (
    <fieldset className={`sp-field ${error ? 'is-wrong' : ''}`} aria-describedby={error ? `${id}-e` : undefined}>
      <legend className="sp-legend">{t('scopes')}</legend>
      {error && (
        <span id={`${id}-e`} className="sp-error">
          <Icon name="error" />
          <span>
            <span className="visually-hidden">{t('common:title.error')}</span>
            {error}
          </span>
        </span>
      )}
      {offered.map((scope, index) => (
        <label key={scope} className="sp-check sp-check--tall">
          <input
            type="checkbox"
            {...(index === 0 ? { id } : {})}
            checked={chosen.includes(scope)}
            onChange={() => toggle(scope)}
          />
          <span>{t(`scope.${scope}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
