import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { setLanguage } from '../../lib/i18n.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { Done } from './done.tsx';
import { useForm, wholeFault } from './use-form.ts';

const CHOOSE_LOCALE = graphql(`
  mutation ChooseLocale($locale: Locale!) {
    setLocale(locale: $locale) { locale }
  }
`);
const LOCALES = ['IT', 'EN'] as const;

/** The language of screens and mails. */
export function LanguagePage(): ReactElement {
  const { t } = useTranslation('reservedArea');
  const client = useClient();
  const { viewer, refresh } = useViewer();
  const [locale, setLocale] = useState(viewer?.account.locale ?? 'IT');
  const [done, setDone] = useState(false);
  const form = useForm();

  async function send() {
    const answer = await client.mutation(CHOOSE_LOCALE, { locale }).toPromise();
    if (!answer.data) return wholeFault(failureText(failureOf(answer), t));
    await setLanguage(locale === 'EN' ? 'en' : 'it');
    await refresh();
    setDone(true);
    return [];
  }
  if (done)
    return (
      <Done title={t('dati.languageDone')} back={{ to: '/area-riservata/dati', label: t('backTo.dati') }}>
        <p className="sp-lead">{t('dati.languageDoneText')}</p>
      </Done>
    );
  return (
    <div className="sp-form">
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0} className="sp-form__title">
        {t('dati.languageTitle')}
      </PageTitle>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(send);
        }}
      >
        <fieldset className="sp-field sp-radios">
          <legend className="sp-legend">{t('dati.languageOf')}</legend>
          {LOCALES.map((one) => (
            <label key={one}>
              <input type="radio" name="lingua" value={one} checked={locale === one} onChange={() => setLocale(one)} />
              <span lang={one.toLowerCase()}>{t(`dati.languages.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        <div className="sp-actions">
          <Button type="submit" sending={form.sending ? t('saving') : null}>
            {t('save')}
          </Button>
          <Link to="/area-riservata/dati">{t('cancel')}</Link>
        </div>
      </form>
    </div>
  );
}
