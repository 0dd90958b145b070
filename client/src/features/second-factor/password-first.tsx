import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { CurrentPasswordField } from '../reserved-area/current-password-field.tsx';
import { useForm } from '../reserved-area/use-form.ts';

interface PasswordFirstProps {
  title: string;
  lead: string;
  button: string;
  /** What has to be corrected; nothing when it went on. */
  onPassword: (password: string) => Promise<readonly FieldFault[]>;
}

const CURRENT = 'password-attuale';

/** The password again, before something that only its owner may do. */
export function PasswordFirst({ title, lead, button, onPassword }: PasswordFirstProps): ReactElement {
  const { t } = useTranslation('reservedArea');
  const [current, setCurrent] = useState('');
  const form = useForm();

  async function send(): Promise<readonly FieldFault[]> {
    if (!current) return [{ field: CURRENT, message: t('currentMissing') }];
    const faults = await onPassword(current);
    if (faults.length > 0) setCurrent('');
    return faults;
  }
  return (
    <div className="sp-form">
      <ErrorSummary faults={form.faults} attempt={form.attempt} />
      <PageTitle wrong={form.faults.length > 0} className="sp-form__title">
        {title}
      </PageTitle>
      <p className="sp-lead">{lead}</p>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit(send);
        }}
      >
        <CurrentPasswordField id={CURRENT} value={current} onValue={setCurrent} error={form.of(CURRENT)} />
        <div className="sp-actions">
          <Button type="submit" sending={form.sending ? t('checking') : null}>
            {button}
          </Button>
        </div>
      </form>
    </div>
  );
}
