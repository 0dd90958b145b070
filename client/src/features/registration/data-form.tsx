import { type ReactElement, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { BirthDate, calendarDay, type DayParts, dayParts, NO_DAY } from './birth-date.tsx';
import { type PlaceChoice, PlaceField, type PlaceKind, placeLabel } from './place-field.tsx';
import type { Own } from './registration-data.ts';

export interface DataForm {
  firstName: string;
  lastName: string;
  bornOn: DayParts;
  place: PlaceChoice;
  sex: 'F' | 'M' | '';
  email: string;
  emailAgain: string;
  consent: boolean;
}

const EMPTY: DataForm = {
  ...{ firstName: '', lastName: '', bornOn: NO_DAY, place: { kind: 'MUNICIPALITY', text: '', place: null } },
  ...{ sex: '', email: '', emailAgain: '', consent: false },
};

/** What was saved before, to go on from; consent is given again each time. */
export function formOf(own: Own | null): DataForm {
  if (!own?.data) return EMPTY;
  const { birthPlace, email, bornOn, firstName, lastName, sex } = own.data;
  const place: PlaceChoice = birthPlace
    ? { kind: birthPlace.kind, text: placeLabel(birthPlace), place: birthPlace }
    : EMPTY.place;
  return { firstName, lastName, bornOn: dayParts(bornOn), place, sex, email, emailAgain: email, consent: false };
}

/** Ids of the fields, by the path of the input. */
export const FIELD_IDS: Readonly<Record<string, string>> = {
  firstName: 'nome',
  lastName: 'cognome',
  bornOn: 'nascita',
  birthplaceCode: 'luogo',
  sex: 'sesso',
  email: 'email',
  emailAgain: 'email-di-nuovo',
  consent: 'consenso',
};

interface DataFieldsProps {
  form: DataForm;
  onChange: (form: DataForm) => void;
  errorOf: (path: string) => string | null;
}

export function DataFields({ form, onChange, errorOf }: DataFieldsProps): ReactElement {
  const { t } = useTranslation('registration');
  const set = (change: Partial<DataForm>): void => onChange({ ...form, ...change });
  const field = (path: string) => ({ id: FIELD_IDS[path] ?? path, label: t(`data.${path}`), error: errorOf(path) });
  const kinds: readonly PlaceKind[] = ['MUNICIPALITY', 'STATE'];
  return (
    <>
      <Field
        {...field('firstName')}
        help={t('data.firstNameHelp')}
        autoComplete="given-name"
        value={form.firstName}
        onChange={({ target }) => set({ firstName: target.value })}
      />
      <Field
        {...field('lastName')}
        autoComplete="family-name"
        value={form.lastName}
        onChange={({ target }) => set({ lastName: target.value })}
      />
      <BirthDate
        id={FIELD_IDS.bornOn ?? ''}
        value={form.bornOn}
        error={errorOf('bornOn')}
        onChange={(bornOn) => set({ bornOn })}
      />
      <Choice
        id="paese"
        legend={t('data.country')}
        value={form.place.kind}
        options={kinds.map((kind) => ({ value: kind, label: t(`data.kind.${kind}`) }))}
        onChange={(kind) => set({ place: { kind, text: '', place: null } })}
      />
      <PlaceField
        id={FIELD_IDS.birthplaceCode ?? ''}
        value={form.place}
        on={calendarDay(form.bornOn)}
        error={errorOf('birthplaceCode')}
        onChange={(place) => set({ place })}
      />
      <Choice
        id={FIELD_IDS.sex ?? ''}
        legend={t('data.sex')}
        help={t('data.sexHelp')}
        error={errorOf('sex')}
        value={form.sex}
        options={(['F', 'M'] as const).map((sex) => ({ value: sex, label: t(`data.sexes.${sex}`) }))}
        onChange={(sex) => set({ sex })}
      />
      <Field
        {...field('email')}
        help={t('data.emailHelp')}
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        value={form.email}
        onChange={({ target }) => set({ email: target.value })}
      />
      <Field
        {...field('emailAgain')}
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        value={form.emailAgain}
        onChange={({ target }) => set({ emailAgain: target.value })}
      />
      <Tick
        id={FIELD_IDS.consent ?? ''}
        label={t('data.consent')}
        checked={form.consent}
        error={errorOf('consent')}
        onChange={(consent) => set({ consent })}
      />
    </>
  );
}

function Fault({ id, error }: { id: string; error: string | null }): ReactElement | null {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <span id={id} className="sp-error">
      <Icon name="error" />
      <span>
        <span className="visually-hidden">{t('title.error')}</span>
        {error}
      </span>
    </span>
  );
}

interface ChoiceProps<Value extends string> {
  id: string;
  legend: string;
  help?: string;
  error?: string | null;
  value: Value | '';
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

function Choice<Value extends string>(props: ChoiceProps<Value>): ReactElement {
  const { id, legend, help, error = null, value, options, onChange } = props;
  const helpId = useId();
  const described = [help ? helpId : '', error ? `${id}-e` : ''].filter(Boolean).join(' ');
  return (
    <fieldset className={`sp-field ${error ? 'is-wrong' : ''}`} aria-describedby={described || undefined}>
      <legend className="sp-legend">{legend}</legend>
      {help && (
        <span id={helpId} className="sp-help">
          {help}
        </span>
      )}
      <Fault id={`${id}-e`} error={error} />
      <div className="re-choice">
        {options.map((option, index) => (
          <label key={option.value} className="re-radio">
            <input
              type="radio"
              name={id}
              {...(index === 0 ? { id } : {})}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface TickProps {
  id: string;
  label: string;
  checked: boolean;
  error: string | null;
  onChange: (checked: boolean) => void;
}

/** A consent: one box, never ticked in advance, with the notice within reach. */
export function Tick({ id, label, checked, error, onChange }: TickProps): ReactElement {
  const { t } = useTranslation('registration');
  return (
    <div className={`sp-field ${error ? 'is-wrong' : ''}`}>
      <Fault id={`${id}-e`} error={error} />
      <label className="sp-check sp-check--tall re-tick" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={checked}
          aria-describedby={`${id}-h${error ? ` ${id}-e` : ''}`}
          aria-invalid={error ? true : undefined}
          onChange={({ target }) => onChange(target.checked)}
        />
        <span>{label}</span>
      </label>
      <span id={`${id}-h`} className="sp-help sp-help--check">
        <Link to="/privacy" target="_blank" rel="noopener">
          {t('notice')}
        </Link>
      </span>
    </div>
  );
}
