import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Client } from 'urql';
import { Field } from '../../components/field.tsx';
import type { DomicileInput } from '../../gql/graphql.ts';
import { type PlaceChoice, PlaceField, type PlaceKind, placeLabel, placeOfName } from '../registration/place-field.tsx';
import type { Domicile } from './contacts-data.ts';

export interface DomicileForm {
  place: PlaceChoice;
  town: string;
  street: string;
  postalCode: string;
}

const NONE: DomicileForm = {
  ...{ place: { kind: 'MUNICIPALITY', text: '', place: null }, town: '', street: '', postalCode: '' },
};

export function domicileFormOf(domicile: Domicile | null): DomicileForm {
  if (!domicile) return NONE;
  const { countryCode, country, municipalityCode, municipality, province, town, street, postalCode } = domicile;
  const kind: PlaceKind = countryCode ? 'STATE' : 'MUNICIPALITY';
  const place = {
    ...{ kind, code: countryCode ?? municipalityCode ?? '', name: country ?? municipality ?? '' },
    province: province ?? null,
  };
  const choice = { kind, text: placeLabel(place), place };
  return { place: choice, town: town ?? '', street, postalCode: postalCode ?? '' };
}

/** null when every field is empty: no domicile is given. */
export async function domicileInput(client: Client, form: DomicileForm, today: string): Promise<DomicileInput | null> {
  const { place, town, street, postalCode } = form;
  if ([place.text, town, street, postalCode].every((text) => text.trim() === '')) return null;
  const code = (place.place ?? (await placeOfName(client, place, today)))?.code ?? '';
  const isAbroad = place.kind === 'STATE';
  // A state that is not known is refused as such, not taken for a municipality.
  const where = isAbroad ? { countryCode: code || '?', town } : { municipalityCode: code };
  return { ...where, street, postalCode };
}

interface DomicileFieldsProps {
  form: DomicileForm;
  today: string;
  errorOf: (field: string) => string | null;
  onChange: (form: DomicileForm) => void;
}

const KINDS: readonly PlaceKind[] = ['MUNICIPALITY', 'STATE'];

/** Country, municipality with its province, street and postal code. */
export function DomicileFields({ form, today, errorOf, onChange }: DomicileFieldsProps): ReactElement {
  const { t } = useTranslation('contacts');
  const set = (change: Partial<DomicileForm>): void => onChange({ ...form, ...change });
  const isAbroad = form.place.kind === 'STATE';
  return (
    <>
      <h2 className="sp-h2 sp-section">{t('domicile')}</h2>
      <p className="sp-text">{t('domicileHelp')}</p>
      <fieldset className="sp-field sp-radios">
        <legend className="sp-legend">{t('country')}</legend>
        {KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="paese"
              checked={form.place.kind === kind}
              onChange={() => set({ place: { kind, text: '', place: null }, town: '' })}
            />
            <span>{t(`kind.${kind}`)}</span>
          </label>
        ))}
      </fieldset>
      <PlaceField
        id="luogo"
        label={t(isAbroad ? 'foreignState' : 'municipality')}
        help={t(isAbroad ? 'stateHelp' : 'municipalityHelp')}
        value={form.place}
        on={today}
        error={errorOf('luogo')}
        onChange={(place) => set({ place })}
      />
      {isAbroad && (
        <Field
          id="citta"
          label={t('town')}
          error={errorOf('citta')}
          autoComplete="address-level2"
          value={form.town}
          onChange={({ target }) => set({ town: target.value })}
        />
      )}
      <Field
        id="via"
        label={t('street')}
        error={errorOf('via')}
        autoComplete="street-address"
        value={form.street}
        onChange={({ target }) => set({ street: target.value })}
      />
      <Field
        id="cap"
        label={t(isAbroad ? 'postalCode' : 'cap')}
        error={errorOf('cap')}
        className="sp-area__short"
        autoComplete="postal-code"
        inputMode={isAbroad ? 'text' : 'numeric'}
        value={form.postalCode}
        onChange={({ target }) => set({ postalCode: target.value })}
      />
    </>
  );
}
