import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { failureText } from '../../components/pages.tsx';
import { failureOf } from '../../lib/graphql.ts';
import { CurrentPasswordField } from '../reserved-area/current-password-field.tsx';
import { type OwnSecondFactor, REMOVE_SECOND_FACTOR } from './second-factor-data.ts';

interface RemoveDialogProps {
  factor: OwnSecondFactor;
  /** The last one: the password alone opens the account again. */
  last: boolean;
  required: boolean;
  onClose: () => void;
  onRemoved: (name: string) => void;
}

const CURRENT = 'password-per-togliere';

export function RemoveDialog({ factor, last, required, onClose, onRemoved }: RemoveDialogProps): ReactElement {
  const { t } = useTranslation('secondFactor');
  const client = useClient();
  const [current, setCurrent] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  async function remove(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    if (!current) return setFault(t('reservedArea:currentMissing'));
    setSending(true);
    const input = { id: factor.id, currentPassword: current };
    const answer = await client.mutation(REMOVE_SECOND_FACTOR, { input }).toPromise();
    const result = answer.data?.removeSecondFactor;
    setSending(false);
    setCurrent('');
    if (result?.__typename === 'SecondFactorRemoved') onRemoved(factor.name);
    else setFault(result ? result.message : failureText(failureOf(answer), t));
  }
  const consequence = last ? (required ? 'remove.lastRequired' : 'remove.last') : 'remove.consequence';
  return (
    <Dialog open title={t('remove.title', { name: factor.name })} onClose={onClose}>
      <p>{t(consequence)}</p>
      <form noValidate onSubmit={(event) => void remove(event)}>
        <CurrentPasswordField id={CURRENT} value={current} onValue={setCurrent} error={fault} />
        <div className="sp-actions sp-actions--apart">
          <Button kind="outline-primary" onClick={onClose}>
            {t('remove.keep')}
          </Button>
          <Button kind="outline-danger" type="submit" sending={sending ? t('reservedArea:checking') : null}>
            {t('remove.button')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
