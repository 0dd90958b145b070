import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { describedBy, Field, FieldShell } from '../../components/field.tsx';
import { type CampaignForm, type FieldName, slugOf } from './campaign-form-model.ts';

export type FormErrors = Partial<Record<FieldName, string>>;

export function fieldId(name: FieldName): string {
  return `campagna-${name}`;
}

interface CampaignFieldsProps {
  form: CampaignForm;
  errors: FormErrors;
  onChange: (form: CampaignForm) => void;
  isNew: boolean;
}

export function CampaignFields({ form, errors, onChange, isNew }: CampaignFieldsProps): ReactElement {
  const { t } = useTranslation('office');
  const set = (name: FieldName, value: string): void => onChange({ ...form, [name]: value });
  const setTitle = (title: string): void => {
    const follows = isNew && form.slug === slugOf(form.title);
    onChange({ ...form, title, slug: follows ? slugOf(title) : form.slug });
  };
  const common = (name: FieldName) => ({
    id: fieldId(name),
    label: t(`field.${name}`),
    error: errors[name],
    value: form[name],
    autoComplete: 'off',
  });
  return (
    <>
      <Field {...common('title')} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
      <Field
        {...common('slug')}
        help={t('help.slug', { slug: form.slug || '…' })}
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) => set('slug', event.target.value)}
      />
      <Field
        {...common('schoolYear')}
        help={t('help.schoolYear')}
        onChange={(event) => set('schoolYear', event.target.value)}
      />
      <FieldShell
        id={fieldId('description')}
        label={t('field.description')}
        help={t('help.description')}
        error={errors.description}
      >
        <textarea
          id={fieldId('description')}
          className="form-control"
          rows={5}
          value={form.description}
          aria-describedby={describedBy(fieldId('description'), true, errors.description)}
          aria-invalid={errors.description ? true : undefined}
          onChange={(event) => set('description', event.target.value)}
        />
      </FieldShell>
      <div className="of-pair">
        <Field {...common('opensAt')} help={t('help.rome')} onChange={(event) => set('opensAt', event.target.value)} />
        <Field
          {...common('closesAt')}
          help={t('help.rome')}
          onChange={(event) => set('closesAt', event.target.value)}
        />
      </div>
      <Audience form={form} error={errors.audience} onChange={(audience) => onChange({ ...form, audience })} />
      <div className="of-pair">
        <Field
          {...common('personalLimit')}
          inputMode="numeric"
          help={t('help.personalLimit')}
          onChange={(event) => set('personalLimit', event.target.value)}
        />
        <Field
          {...common('cancelHoursBefore')}
          inputMode="numeric"
          help={t('help.cancelHoursBefore')}
          onChange={(event) => set('cancelHoursBefore', event.target.value)}
        />
      </div>
    </>
  );
}

interface AudienceProps {
  form: CampaignForm;
  error: string | undefined;
  onChange: (audience: CampaignForm['audience']) => void;
}

function Audience({ form, error, onChange }: AudienceProps): ReactElement {
  const { t } = useTranslation('office');
  return (
    <fieldset className={`sp-field ${error ? 'is-wrong' : ''}`}>
      <legend className="sp-legend">{t('field.audience')}</legend>
      {error && <span className="sp-error">{error}</span>}
      {(['EVERYONE', 'LISTED'] as const).map((audience, index) => (
        <label key={audience} className="of-radio">
          <input
            type="radio"
            name="audience"
            {...(index === 0 ? { id: fieldId('audience') } : {})}
            checked={form.audience === audience}
            onChange={() => onChange(audience)}
          />
          <span>{t(`audience.${audience}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
