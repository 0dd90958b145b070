import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { graphql } from '../gql/index.ts';
import { currentLanguage, setLanguage } from '../lib/i18n.ts';
import { useViewer } from '../lib/viewer.tsx';

const SET_LOCALE = graphql(`
  mutation SetLocale($locale: Locale!) {
    setLocale(locale: $locale) { locale }
  }
`);

/** Changes the language in place and, for who is signed in, on the account too. */
export function LanguageSwitch({ long = false }: { long?: boolean }): ReactElement {
  const { t } = useTranslation();
  const client = useClient();
  const { viewer } = useViewer();
  const other = currentLanguage() === 'it' ? 'en' : 'it';

  async function change(): Promise<void> {
    await setLanguage(other);
    if (viewer) await client.mutation(SET_LOCALE, { locale: other === 'en' ? 'EN' : 'IT' }).toPromise();
  }
  const name = other === 'en' ? 'English' : 'Italiano';
  return (
    <button type="button" className={long ? 'sp-linkbtn' : 'sp-lang'} onClick={() => void change()}>
      {long ? (
        <span lang={other}>{name}</span>
      ) : (
        <>
          <span aria-hidden="true">{other.toUpperCase()}</span>
          <span className="visually-hidden">
            {t('language')} <span lang={other}>{name}</span>
          </span>
        </>
      )}
    </button>
  );
}
