import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';

export interface DayParts {
  day: string;
  month: string;
  year: string;
}

export const NO_DAY: DayParts = { day: '', month: '', year: '' };

/** YYYY-MM-DD of what was typed, whether or not the calendar has it; empty while a part is missing. */
export function isoDay({ day, month, year }: DayParts): string {
  const parts = [year.trim(), month.trim(), day.trim()];
  if (parts.some((part) => !/^\d{1,4}$/.test(part))) return '';
  return [parts[0]?.padStart(4, '0'), ...parts.slice(1).map((part) => part.padStart(2, '0'))].join('-');
}

/** The day typed when the calendar has it, else nothing. */
export function calendarDay(parts: DayParts): string {
  const iso = isoDay(parts);
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : '';
}

export function dayParts(iso: string): DayParts {
  const [year = '', month = '', day = ''] = iso.split('-');
  return { day: String(Number(day)), month: String(Number(month)), year };
}

interface BirthDateProps {
  id: string;
  value: DayParts;
  error: string | null;
  onChange: (value: DayParts) => void;
}

const PARTS = [
  { name: 'day', length: 2, autoComplete: 'bday-day' },
  { name: 'month', length: 2, autoComplete: 'bday-month' },
  { name: 'year', length: 4, autoComplete: 'bday-year' },
] as const;

/** Three short fields: quicker and surer than a calendar for a date that one knows by heart. */
export function BirthDate({ id, value, error, onChange }: BirthDateProps): ReactElement {
  const { t } = useTranslation('registration');
  return (
    <fieldset className={`sp-field ${error ? 'is-wrong' : ''}`} aria-describedby={`${id}-h${error ? ` ${id}-e` : ''}`}>
      <legend className="sp-legend">{t('data.bornOn')}</legend>
      <span id={`${id}-h`} className="sp-help">
        {t('data.bornOnHelp')}
      </span>
      {error && (
        <span id={`${id}-e`} className="sp-error">
          <Icon name="error" />
          <span>
            <span className="visually-hidden">{t('common:title.error')}</span>
            {error}
          </span>
        </span>
      )}
      <div className="re-date">
        {PARTS.map(({ name, length, autoComplete }) => (
          <div key={name} className={`re-date__${name}`}>
            <label htmlFor={name === 'day' ? id : `${id}-${name}`}>{t(`data.${name}`)}</label>
            <input
              id={name === 'day' ? id : `${id}-${name}`}
              type="text"
              inputMode="numeric"
              className="form-control"
              maxLength={length}
              autoComplete={autoComplete}
              value={value[name]}
              aria-invalid={error ? true : undefined}
              onChange={({ target }) => onChange({ ...value, [name]: target.value })}
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
