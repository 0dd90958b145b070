import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Fact, Facts } from '../../components/facts.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { OwnDataQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { formatDay } from '../../lib/format.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { Loaded } from './loaded.tsx';
import { useOwnQuery } from './use-own-query.ts';

const OWN_DATA = graphql(`
  query OwnData {
    serverTime
    myPersonalData { firstName lastName fiscalCode bornOn birthPlace { name province } }
  }
`);

/** What is known of the person; only the language is theirs to change. */
export function DataPage(): ReactElement {
  const { t, i18n } = useTranslation('reservedArea');
  const { viewer } = useViewer();
  const query = useOwnQuery(OWN_DATA);
  return (
    <>
      <PageTitle>{t('dati.heading')}</PageTitle>
      <Loaded query={query}>
        {({ myPersonalData }) => (
          <>
            <Facts>
              {myPersonalData ? null : <Fact label={t('dati.school')}>{viewer?.account.displayName}</Fact>}
              {myPersonalData && <Fact label={t('dati.firstName')}>{myPersonalData.firstName}</Fact>}
              {myPersonalData && <Fact label={t('dati.lastName')}>{myPersonalData.lastName}</Fact>}
              {myPersonalData && (
                <Fact label={t('dati.fiscalCode')}>
                  <span className="sp-code">{myPersonalData.fiscalCode}</span>
                </Fact>
              )}
              {myPersonalData?.bornOn && <Fact label={t('dati.born')}>{bornWords(myPersonalData, i18n.language)}</Fact>}
              <Fact label={t('dati.username')}>{viewer?.account.username}</Fact>
              <Fact label={t('dati.language')}>
                <span className="sp-area__value">
                  {t(`dati.languages.${viewer?.account.locale ?? 'IT'}`)}
                  <Link to="/area-riservata/dati/lingua">
                    {t('change')}
                    <span className="visually-hidden"> {t('dati.theLanguage')}</span>
                  </Link>
                </span>
              </Fact>
            </Facts>
            <p className="sp-note sp-area__note">{t(myPersonalData ? 'dati.correct' : 'dati.correctSchool')}</p>
          </>
        )}
      </Loaded>
    </>
  );
}

type Person = NonNullable<OwnDataQuery['myPersonalData']>;

function bornWords({ bornOn, birthPlace }: Person, language: string): string {
  const day = bornOn ? `${formatDay(`${bornOn}T12:00:00Z`, language)} ${bornOn.slice(0, 4)}` : '';
  if (!birthPlace) return day;
  return `${day}, ${birthPlace.name}${birthPlace.province ? ` (${birthPlace.province})` : ''}`;
}
