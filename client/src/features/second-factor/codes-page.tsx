import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import type { FieldFault } from '../../components/error-summary.tsx';
import { failureText } from '../../components/pages.tsx';
import { failureOf } from '../../lib/graphql.ts';
import { Done } from '../reserved-area/done.tsx';
import { wholeFault } from '../reserved-area/use-form.ts';
import { PasswordFirst } from './password-first.tsx';
import { refusalFaults } from './password-refusal.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { RENEW_RECOVERY_CODES } from './second-factor-data.ts';

/** New recovery codes in place of those of before. */
export function CodesPage(): ReactElement {
  const { t } = useTranslation('secondFactor');
  const client = useClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  async function renew(currentPassword: string): Promise<readonly FieldFault[]> {
    const answer = await client.mutation(RENEW_RECOVERY_CODES, { currentPassword }).toPromise();
    const result = answer.data?.renewRecoveryCodes;
    if (!result) return wholeFault(failureText(failureOf(answer), t));
    if (result.__typename !== 'RecoveryCodesRenewed')
      return refusalFaults(result, { currentPassword: 'password-attuale' });
    setCodes(result.recoveryCodes);
    return [];
  }
  if (!codes)
    return (
      <PasswordFirst
        title={t('codes.renewTitle')}
        lead={t('codes.renewLead')}
        button={t('codes.renew')}
        onPassword={renew}
      />
    );
  return (
    <Done title={t('codes.renewed')} back={{ to: '/area-riservata/verifica', label: t('added.kept') }}>
      <RecoveryCodes codes={codes} />
    </Done>
  );
}
