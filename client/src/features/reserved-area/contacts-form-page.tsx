import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText, NotYours } from '../../components/pages.tsx';
import type { PhoneCodeOutcome } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { type Contacts, MOBILE_PATH, OWN_CONTACTS, spacedNumber } from './contacts-data.ts';
import { CurrentPasswordField } from './current-password-field.tsx';
import { DomicileFields, type DomicileForm, domicileFormOf, domicileInput } from './domicile-fields.tsx';
import { Done } from './done.tsx';
import { Loaded } from './loaded.tsx';
import { useForm, wholeFault } from './use-form.ts';
import { useOwnQuery } from './use-own-query.ts';

const UPDATE = graphql(`
  mutation UpdateOwnContacts($input: UpdateOwnContactsInput!) {
    updateOwnContacts(input: $input) {
      __typename
      ... on Error { message }
      ... on UpdateOwnContactsSuccess { code }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);
const PASSWORD = 'password-attuale';
const FIELDS: Readonly<Record<string, string>> = {
  mobile: 'cellulare',
  phone: 'telefono',
  currentPassword: PASSWORD,
  'domicile.municipalityCode': 'luogo',
  'domicile.countryCode': 'luogo',
  'domicile.town': 'citta',
  'domicile.street': 'via',
  'domicile.postalCode': 'cap',
};

/** «Variazione dati di recapito» (POL-904). */
export function ContactsFormPage(): ReactElement {
  const { t } = useTranslation('contacts');
  const { viewer } = useViewer();
  const query = useOwnQuery(OWN_CONTACTS);
  const [outcome, setOutcome] = useState<PhoneCodeOutcome | null>(null);
  if (viewer?.account.kind === 'INSTITUTION') return <NotYours />;
  if (outcome) {
    return (
      <Done title={t('done.title')} back={{ to: '/area-riservata/recapiti', label: t('reservedArea:backTo.recapiti') }}>
        <p className="sp-lead">{t('done.text')}</p>
        {outcome !== 'NOT_NEEDED' && outcome !== 'SENT' && (
          <p className="sp-note sp-note--warn">{t(`done.${outcome}`)}</p>
        )}
      </Done>
    );
  }
  return (
    <Loaded query={query}>
      {({ myContacts, serverTime }) => (
        <ContactsForm contacts={myContacts} today={serverTime.slice(0, 10)} onDone={setOutcome} />
      )}
    </Loaded>
  );
}

interface ContactsFormProps {
  contacts: Contacts;
  today: string;
  onDone: (outcome: PhoneCodeOutcome) => void;
}

interface ContactsState {
  mobile: string;
  phone: string;
  smsConsent: boolean;
  domicile: DomicileForm;
  password: string;
}

function ContactsForm({ contacts, today, onDone }: ContactsFormProps): ReactElement {
  const { t } = useTranslation('contacts');
  const client = useClient();
  const navigate = useNavigate();
  const form = useForm();
  const before = contacts.mobile?.number ?? '';
  const [state, setState] = useState<ContactsState>(() => ({
    ...{ mobile: spacedNumber(before), phone: contacts.phone ?? '', smsConsent: contacts.smsConsent },
    ...{ domicile: domicileFormOf(contacts.domicile ?? null), password: '' },
  }));
  const set = (change: Partial<ContactsState>): void => setState((now) => ({ ...now, ...change }));
  const otherNumber = state.mobile.replace(/\s/g, '') !== before;

  async function send(): Promise<readonly FieldFault[]> {
    if (otherNumber && !state.password) return [{ field: PASSWORD, message: t('reservedArea:currentMissing') }];
    const domicile = await domicileInput(client, state.domicile, today);
    const { mobile, phone, smsConsent, password } = state;
    const input = { mobile, phone, smsConsent, domicile, currentPassword: otherNumber ? password : null };
    const answer = await client.mutation(UPDATE, { input }).toPromise();
    const result = answer.data?.updateOwnContacts;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    switch (result.__typename) {
      case 'UpdateOwnContactsSuccess':
        if (result.code === 'SENT') void navigate(MOBILE_PATH);
        else onDone(result.code);
        return [];
      case 'InvalidInputError':
        return result.issues.map(({ path, message }) => ({ field: FIELDS[path] ?? null, message }));
      case 'WrongPasswordError':
        set({ password: '' });
        return [{ field: PASSWORD, message: result.message }];
      default:
        return wholeFault(result.message);
    }
  }
  return (
    <div className="sp-form">
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0} className="sp-form__title">
        {t('heading')}
      </PageTitle>
      <p className="sp-lead">{t('formLead')}</p>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(send);
        }}
      >
        <Field
          id="cellulare"
          type="tel"
          label={t('mobile')}
          help={t('mobileHelp')}
          error={form.of('cellulare')}
          autoComplete="tel-national"
          value={state.mobile}
          onChange={({ target }) => set({ mobile: target.value })}
        />
        <div className="sp-field">
          <label className="sp-check sp-check--tall">
            <input
              type="checkbox"
              checked={state.smsConsent}
              aria-describedby="sms-h"
              onChange={({ target }) => set({ smsConsent: target.checked })}
            />
            <span>{t('smsWanted')}</span>
          </label>
          <span id="sms-h" className="sp-help sp-help--check">
            {t(contacts.smsAvailable ? 'smsHelp' : 'smsOff')}
          </span>
        </div>
        {otherNumber && (
          <CurrentPasswordField
            id={PASSWORD}
            help={t('passwordHelp')}
            value={state.password}
            onValue={(password) => set({ password })}
            error={form.of(PASSWORD)}
          />
        )}
        <Field
          id="telefono"
          type="tel"
          label={t('phone')}
          help={t('phoneHelp')}
          error={form.of('telefono')}
          autoComplete="tel"
          value={state.phone}
          onChange={({ target }) => set({ phone: target.value })}
        />
        <DomicileFields
          form={state.domicile}
          today={today}
          errorOf={form.of}
          onChange={(domicile) => set({ domicile })}
        />
        <div className="sp-actions">
          <Button type="submit" sending={form.sending ? t('reservedArea:saving') : null}>
            {t('reservedArea:save')}
          </Button>
          <Link to="/area-riservata/recapiti">{t('reservedArea:cancel')}</Link>
        </div>
      </form>
    </div>
  );
}
