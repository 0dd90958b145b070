import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { failureText } from '../../components/pages.tsx';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import type { Mobile } from './contacts-data.ts';

const REQUEST = graphql(`
  mutation RequestPhoneCode {
    requestPhoneCode { __typename ... on Error { message } }
  }
`);

interface ResendCodeProps {
  mobile: Mobile;
  /** No code is out: asking for one is what there is to do. */
  first: boolean;
  onSent: () => Promise<unknown>;
}

export function ResendCode({ mobile, first, onSent }: ResendCodeProps): ReactElement {
  const { t } = useTranslation('contacts');
  const client = useClient();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  async function request(): Promise<void> {
    setSending(true);
    const answer = await client.mutation(REQUEST, {}).toPromise();
    const result = answer.data?.requestPhoneCode;
    if (!result) setFault(failureText(failureOf(answer), t));
    else setFault(result.__typename === 'RequestPhoneCodeSuccess' ? null : result.message);
    await onSent();
    setSending(false);
  }
  if (mobile.nextCodeAt) {
    return (
      <p className="sp-muted sp-area__act">
        {t('resendIn')} <Countdown until={mobile.nextCodeAt} onEnd={() => void onSent()} />
      </p>
    );
  }
  return (
    <>
      {fault && (
        <p className="sp-note sp-note--error" role="alert">
          {fault}
        </p>
      )}
      <div className="sp-actions sp-area__act">
        <Button
          kind={first ? 'primary' : 'outline-primary'}
          sending={sending ? t('reservedArea:saving') : null}
          onClick={() => void request()}
        >
          {t(first ? 'send' : 'resend')}
        </Button>
      </div>
    </>
  );
}
