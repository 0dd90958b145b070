import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Client, useClient } from 'urql';
import { Combobox } from '../../components/combobox.tsx';
import { FieldShell } from '../../components/field.tsx';
import type { BirthPlacesQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';

const PLACES = graphql(`
  query BirthPlaces($text: String!, $on: String, $kind: BirthPlaceKind!) {
    birthPlaces(text: $text, on: $on, kind: $kind, first: 12) { code name kind province until }
  }
`);

export type Place = Omit<BirthPlacesQuery['birthPlaces'][number], 'until'>;
export type PlaceKind = Place['kind'];

/** What was typed, and the place it stands for; null until one was chosen. */
export interface PlaceChoice {
  kind: PlaceKind;
  text: string;
  place: Place | null;
}

export function placeLabel({ name, province }: Pick<Place, 'name' | 'province'>): string {
  return province ? `${name} (${province})` : name;
}

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^\p{L}\d]/gu, '')
    .toLowerCase();

/** The place of a name typed whole without choosing; null when there is none, or more than one of that name. */
export async function placeOfName(client: Client, { kind, text }: PlaceChoice, on: string): Promise<Place | null> {
  const { data } = await client.query(PLACES, { text: text.slice(0, 100), on: on || null, kind }).toPromise();
  const same = (data?.birthPlaces ?? []).filter(
    (place) => plain(place.name) === plain(text) || plain(placeLabel(place)) === plain(text),
  );
  return same.length === 1 ? (same[0] ?? null) : null;
}

const PAUSE_MS = 200;
const NONE: BirthPlacesQuery['birthPlaces'] = [];

interface PlaceFieldProps {
  id: string;
  /** Those of the place of birth when not given. */
  label?: string;
  help?: string;
  value: PlaceChoice;
  /** The day of birth, YYYY-MM-DD: only places of that day are suggested; empty while unknown. */
  on: string;
  error: string | null;
  onChange: (value: PlaceChoice) => void;
}

/** Municipality or foreign state, suggested while typing. */
export function PlaceField({ id, label, help, value, on, error, onChange }: PlaceFieldProps): ReactElement {
  const { t } = useTranslation('registration');
  const client = useClient();
  const { kind, text, place } = value;
  const key = `${kind} ${on} ${text.trim()}`;
  const [found, setFound] = useState({ key: '', options: NONE });
  const wanted = place === null && text.trim() !== '';

  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const timer = setTimeout(async () => {
      const { data } = await client.query(PLACES, { text: text.slice(0, 100), on: on || null, kind }).toPromise();
      // Without an answer the suggestions stay those of before: the server judges what is sent.
      if (current && data) setFound({ key, options: data.birthPlaces });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, wanted, key, text, on, kind]);

  const isState = kind === 'STATE';
  return (
    <FieldShell
      id={id}
      label={label ?? t(isState ? 'data.state' : 'data.municipality')}
      help={help ?? t(isState ? 'data.stateHelp' : 'data.municipalityHelp')}
      error={error}
    >
      <Combobox
        id={id}
        text={text}
        options={wanted ? found.options : NONE}
        settled={wanted && found.key === key}
        keyOf={({ code }) => code}
        labelOf={(option) => labelOf(option, t('data.until'))}
        sayCount={(count) => t('data.places', { count })}
        help
        error={error}
        onText={(typed) => onChange({ kind, text: typed, place: null })}
        onChoose={(chosen) => onChange({ kind, text: placeLabel(chosen), place: chosen })}
      />
    </FieldShell>
  );
}

function labelOf(option: BirthPlacesQuery['birthPlaces'][number], until: string): string {
  return option.until ? `${placeLabel(option)}, ${until} ${option.until.slice(0, 4)}` : placeLabel(option);
}
