import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Fact, Facts } from '../../components/facts.tsx';
import { Icon } from '../../components/icon.tsx';
import { type Contacts, DATA_PATH, domicileLine, MOBILE_PATH, spacedNumber } from './contacts-data.ts';

/** Telephone, mobile, SMS and domicile, changed in one function (POL-904). */
export function ContactFacts({ contacts }: { contacts: Contacts }): ReactElement {
  const { t } = useTranslation('contacts');
  const { mobile, phone, domicile, smsConsent, smsAvailable } = contacts;
  return (
    <section aria-labelledby="altri-recapiti">
      <h2 className="sp-h2 sp-section" id="altri-recapiti">
        {t('title')}
      </h2>
      <p className="sp-text">{t('lead')}</p>
      <Facts>
        <Fact label={t('mobile')}>{mobile ? <MobileFact mobile={mobile} /> : t('none')}</Fact>
        <Fact label={t('sms')}>
          {t(smsConsent ? 'smsYes' : 'smsNo')}
          {smsConsent && !smsAvailable && <span className="sp-help">{t('smsOff')}</span>}
        </Fact>
        <Fact label={t('phone')}>{phone ?? t('none')}</Fact>
        <Fact label={t('domicile')}>{domicile ? domicileLine(domicile) : t('none')}</Fact>
      </Facts>
      <div className="sp-actions sp-area__act">
        <Link className="btn btn-outline-primary sp-btn" to={DATA_PATH}>
          {t('change')}
        </Link>
      </div>
    </section>
  );
}

function MobileFact({ mobile }: { mobile: NonNullable<Contacts['mobile']> }): ReactElement {
  const { t } = useTranslation('contacts');
  const validated = mobile.state === 'VALIDATED';
  return (
    <span className="sp-area__value">
      <span>
        {spacedNumber(mobile.number)}
        <span className={`sp-area__state ${validated ? 'sp-area__state--sent' : ''}`}>
          <Icon name={validated ? 'check-circle' : 'clock'} />
          {t(`state.${mobile.state}`)}
        </span>
      </span>
      {!validated && <Link to={MOBILE_PATH}>{t('validate')}</Link>}
    </span>
  );
}
