import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDay, writeDay } from '../lib/day-text.ts';
import { describedBy, FieldShell } from './field.tsx';
import { Icon } from './icon.tsx';

interface DayFieldProps {
  id: string;
  label: string;
  /** YYYY-MM-DD */
  day: string | null;
  onDay: (day: string | null) => void;
}

/** A day, typed or picked from the browser's calendar. One half typed changes nothing until the field is left. */
export function DayField({ id, label, day, onDay }: DayFieldProps): ReactElement {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(day ? writeDay(day) : '');
  const [wrong, setWrong] = useState(false);
  const calendar = useRef<HTMLInputElement>(null);
  useEffect(() => {
    setTyped((before) => (day === null || readDay(before) !== day ? (day ? writeDay(day) : '') : before));
    setWrong(false);
  }, [day]);

  function type(text: string): void {
    setTyped(text);
    const read = readDay(text);
    if (read !== null || text.trim() === '') {
      setWrong(false);
      onDay(read);
    }
  }
  const error = wrong ? t('form.day') : null;
  return (
    <FieldShell id={id} label={label} error={error}>
      <div className="sp-day">
        <input
          id={id}
          className="form-control sp-num"
          inputMode="numeric"
          autoComplete="off"
          placeholder={t('form.dayShape')}
          value={typed}
          aria-describedby={describedBy(id, null, error)}
          aria-invalid={error ? true : undefined}
          onChange={({ target }) => type(target.value)}
          onBlur={() => setWrong(typed.trim() !== '' && readDay(typed) === null)}
        />
        <button type="button" className="sp-day__open" onClick={() => calendar.current?.showPicker()}>
          <Icon name="calendar" />
          <span className="visually-hidden">{t('form.calendar', { label })}</span>
        </button>
        <input
          ref={calendar}
          type="date"
          className="sp-day__calendar"
          tabIndex={-1}
          aria-hidden="true"
          value={day ?? ''}
          onChange={({ target }) => onDay(readDay(writeDay(target.value)))}
        />
      </div>
    </FieldShell>
  );
}
