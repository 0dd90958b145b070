import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { failureText } from '../../components/pages.tsx';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useForm, wholeFault } from './use-form.ts';

const CONFIRM = graphql(`
  mutation ConfirmPhoneCode($code: String!) {
    confirmPhoneCode(code: $code) {
      __typename
      ... on Error { message }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);
const CODE = 'codice';

interface PhoneCodeFormProps {
  expiresAt: string;
  /** The number is validated, or the code is no longer good. */
  onOver: () => Promise<unknown>;
}

export function PhoneCodeForm({ expiresAt, onOver }: PhoneCodeFormProps): ReactElement {
  const { t } = useTranslation('contacts');
  const client = useClient();
  const [code, setCode] = useState('');
  const form = useForm();

  async function send(): Promise<readonly FieldFault[]> {
    if (code.trim() === '') return [{ field: CODE, message: t('codeMissing') }];
    const answer = await client.mutation(CONFIRM, { code }).toPromise();
    const result = answer.data?.confirmPhoneCode;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    switch (result.__typename) {
      case 'ConfirmPhoneCodeSuccess':
        await onOver();
        return [];
      case 'InvalidInputError':
        return result.issues.map(({ message }) => ({ field: CODE, message }));
      case 'WrongPhoneCodeError':
        setCode('');
        return [{ field: CODE, message: result.message }];
      default:
        await onOver();
        return wholeFault(result.message);
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void form.submit(send);
      }}
    >
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <Field
        id={CODE}
        name="code"
        label={t('code')}
        help={t('codeHelp')}
        error={form.of(CODE)}
        className="sp-codefield"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        value={code}
        onChange={({ target }) => setCode(target.value)}
      />
      <p>
        {t('codeValid')} <Countdown until={expiresAt} onEnd={() => void onOver()} />
      </p>
      <div className="sp-actions">
        <Button type="submit" sending={form.sending ? t('reservedArea:checking') : null}>
          {t('confirm')}
        </Button>
      </div>
    </form>
  );
}
