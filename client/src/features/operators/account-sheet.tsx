import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '../../components/facts.tsx';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icons.ts';
import type { AccountStanding, MailState, OpenAccountSheetMutation } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { formatInstant } from '../../lib/format.ts';

export const OPEN_SHEET = graphql(`
  mutation OpenAccountSheet($id: ID!) {
    openAccountSheet(id: $id) {
      __typename
      ... on Error { message }
      ... on OpenAccountSheetSuccess {
        sheet {
          standing name username fiscalCode email institutionalEmail ministry passwordMustChange secondFactor lockedUntil
          openedAt
          registration { startedAt expiresAt completedAt toVerify mailAt mail { state refusal } }
          mails { at subject maskedRecipient report { state refusal } }
          signIns { at lastUsedAt endedAt device { name } }
        }
      }
    }
  }
`);

export type Sheet = Extract<
  OpenAccountSheetMutation['openAccountSheet'],
  { __typename: 'OpenAccountSheetSuccess' }
>['sheet'];

const TONE: Record<AccountStanding, { tone: 'good' | 'wait' | 'bad'; icon: IconName }> = {
  REGISTRATION_DATA: { tone: 'wait', icon: 'clock' },
  REGISTRATION_REVIEW: { tone: 'wait', icon: 'clock' },
  REGISTRATION_MAIL: { tone: 'wait', icon: 'clock' },
  NO_PASSWORD: { tone: 'wait', icon: 'clock' },
  ACTIVE: { tone: 'good', icon: 'check-circle' },
  LOCKED: { tone: 'bad', icon: 'lock' },
  REVOKED: { tone: 'bad', icon: 'error' },
  DISABLED: { tone: 'bad', icon: 'error' },
};
const MAIL_ICON: Record<MailState, IconName> = { WAITING: 'clock', SENT: 'check-circle', REFUSED: 'error' };

/** What the helpdesk reads of one account; nothing of it can be changed here. */
export function AccountSheetView({ sheet }: { sheet: Sheet }): ReactElement {
  const { t, i18n } = useTranslation('operators');
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another sheet takes the focus again
  useEffect(() => heading.current?.focus(), [sheet]);
  const instant = (at: string): string => formatInstant(at, i18n.language);
  const { tone, icon } = TONE[sheet.standing];
  return (
    <article aria-labelledby="scheda">
      <h2 className="sp-h2" id="scheda" ref={heading} tabIndex={-1}>
        {sheet.name ?? t('helpdesk.noName')}
      </h2>
      <p className={`op-standing op-standing--${tone}`}>
        <Icon name={icon} />
        {t(`standing.${sheet.standing}`)}
        {sheet.lockedUntil && ` ${t('sheet.until', { at: instant(sheet.lockedUntil) })}`}
      </p>
      <div className="op-sheet">
        <section aria-labelledby="scheda-account">
          <h3 className="sp-h3" id="scheda-account">
            {t('sheet.account')}
          </h3>
          <Facts>
            <Fact label={t('sheet.username')}>{sheet.username ?? t('sheet.notYet')}</Fact>
            {sheet.fiscalCode && <Fact label={t('sheet.fiscalCode')}>{sheet.fiscalCode}</Fact>}
            <Fact label={t('sheet.email')}>{sheet.email ?? t('none')}</Fact>
            {sheet.institutionalEmail && <Fact label={t('sheet.institutional')}>{sheet.institutionalEmail}</Fact>}
            {sheet.openedAt && <Fact label={t('sheet.opened')}>{instant(sheet.openedAt)}</Fact>}
            {sheet.username && <Fact label={t('sheet.second')}>{t(sheet.secondFactor ? 'yes' : 'no')}</Fact>}
            {sheet.ministry && <Fact label={t('sheet.ministry')}>{t('sheet.ministryText')}</Fact>}
            {sheet.passwordMustChange && <Fact label={t('sheet.password')}>{t('sheet.mustChange')}</Fact>}
          </Facts>
        </section>
        <Registration sheet={sheet} />
        <Mails sheet={sheet} />
        <SignIns sheet={sheet} />
      </div>
    </article>
  );
}

function Registration({ sheet: { registration } }: { sheet: Sheet }): ReactElement {
  const { t, i18n } = useTranslation('operators');
  const instant = (at: string): string => formatInstant(at, i18n.language);
  return (
    <section aria-labelledby="scheda-registrazione">
      <h3 className="sp-h3" id="scheda-registrazione">
        {t('sheet.registration')}
      </h3>
      {registration === null || registration === undefined ? (
        <p>{t('sheet.noRegistration')}</p>
      ) : (
        <Facts>
          <Fact label={t('sheet.started')}>{instant(registration.startedAt)}</Fact>
          {registration.completedAt ? (
            <Fact label={t('sheet.completed')}>{instant(registration.completedAt)}</Fact>
          ) : (
            <Fact label={t('sheet.expires')}>{instant(registration.expiresAt)}</Fact>
          )}
          {registration.mailAt && registration.mail && (
            <Fact label={t('sheet.link')}>
              {instant(registration.mailAt)}: <MailWords report={registration.mail} />
            </Fact>
          )}
          {registration.toVerify > 0 && (
            <Fact label={t('sheet.toVerify')}>{t('sheet.toVerifyText', { count: registration.toVerify })}</Fact>
          )}
        </Facts>
      )}
    </section>
  );
}

type Report = Sheet['mails'][number]['report'];

function MailWords({ report }: { report: Report }): ReactElement {
  const { t } = useTranslation('operators');
  return (
    <>
      {t(`mail.${report.state}`)}
      {report.refusal && ` (${t(`refusal.${report.refusal}`)})`}
    </>
  );
}

function Mails({ sheet: { mails } }: { sheet: Sheet }): ReactElement {
  const { t, i18n } = useTranslation('operators');
  return (
    <Records
      id="scheda-messaggi"
      title={t('sheet.mails')}
      none={t('sheet.noMails')}
      columns={['when', 'subject', 'to', 'outcome']}
    >
      {mails.map((mail, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that is read once
        <tr key={index}>
          <td data-label={t('col.when')}>{formatInstant(mail.at, i18n.language)}</td>
          <th scope="row">{mail.subject ?? t('sheet.oldMail')}</th>
          <td data-label={t('col.to')}>{mail.maskedRecipient}</td>
          <td data-label={t('col.outcome')}>
            <span className={`sp-area__state sp-area__state--${mail.report.state.toLowerCase()}`}>
              <Icon name={MAIL_ICON[mail.report.state]} />
              <span>
                <MailWords report={mail.report} />
              </span>
            </span>
          </td>
        </tr>
      ))}
    </Records>
  );
}

function SignIns({ sheet: { signIns } }: { sheet: Sheet }): ReactElement {
  const { t, i18n } = useTranslation('operators');
  return (
    <Records
      id="scheda-accessi"
      title={t('sheet.signIns')}
      none={t('sheet.noSignIns')}
      columns={['when', 'device', 'lastUsed', 'ended']}
    >
      {signIns.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that is read once
        <tr key={index}>
          <th scope="row">{formatInstant(one.at, i18n.language)}</th>
          <td data-label={t('col.device')}>{one.device.name}</td>
          <td data-label={t('col.lastUsed')}>{formatInstant(one.lastUsedAt, i18n.language)}</td>
          <td data-label={t('col.ended')}>{one.endedAt ? formatInstant(one.endedAt, i18n.language) : '—'}</td>
        </tr>
      ))}
    </Records>
  );
}

interface RecordsProps {
  id: string;
  title: string;
  /** What is said when there is no row. */
  none: string;
  columns: readonly ('when' | 'subject' | 'to' | 'outcome' | 'device' | 'lastUsed' | 'ended')[];
  children: readonly ReactElement[];
}

/** A list of the sheet: its title, and a table of its rows. */
function Records({ id, title, none, columns, children }: RecordsProps): ReactElement {
  const { t } = useTranslation('operators');
  return (
    <section className="op-wide" aria-labelledby={id}>
      <h3 className="sp-h3" id={id}>
        {title}
      </h3>
      {children.length === 0 ? (
        <p>{none}</p>
      ) : (
        <table className="of-table">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              {columns.map((key) => (
                <th key={key} scope="col">
                  {t(`col.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      )}
    </section>
  );
}
