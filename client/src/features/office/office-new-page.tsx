import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useClient } from 'urql';
import { PageTitle } from '../../components/page-title.tsx';
import { createCampaign } from './campaign-commands.ts';
import { CampaignEditor } from './campaign-editor.tsx';
import { EMPTY_FORM } from './campaign-form-model.ts';
import { CampaignPreview } from './campaign-preview.tsx';
import { OfficeOnly } from './office-only.tsx';

export function OfficeNewPage(): ReactElement {
  const { t } = useTranslation('office');
  const client = useClient();
  const navigate = useNavigate();
  const [form, setForm] = useState(EMPTY_FORM);
  const [wrong, setWrong] = useState(false);
  return (
    <OfficeOnly>
      <div className="of-head">
        <PageTitle wrong={wrong}>{t('new')}</PageTitle>
      </div>
      <p className="sp-note of-note">{t('newText')}</p>
      <div className="of-form">
        <CampaignEditor
          initial={EMPTY_FORM}
          version={null}
          save={({ input }) => createCampaign(client, input)}
          onSaved={(id) => void navigate(`/ufficio/campagne/${encodeURIComponent(id)}`)}
          onForm={setForm}
          onWrong={setWrong}
        />
        <CampaignPreview form={form} sessionCount={0} />
      </div>
    </OfficeOnly>
  );
}
