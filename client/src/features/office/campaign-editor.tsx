import { type FormEvent, type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { Icon } from '../../components/icon.tsx';
import { failureText } from '../../components/pages.tsx';
import { useAnnounce } from '../../lib/announcer.tsx';
import { formatTime } from '../../lib/format.ts';
import { serverClock } from '../../lib/server-clock.ts';
import type { SaveOutcome, SaveRequest } from './campaign-commands.ts';
import { CampaignConflict } from './campaign-conflict.tsx';
import { CampaignFields, type FormErrors, fieldId } from './campaign-fields.tsx';
import { type CampaignForm, FIELDS, fieldOfPath, parseForm } from './campaign-form-model.ts';

interface CampaignEditorProps {
  initial: CampaignForm;
  /** Null for a campaign that does not exist yet. */
  version: number | null;
  save: (request: SaveRequest) => Promise<SaveOutcome>;
  onSaved: (id: string) => void;
  onForm: (form: CampaignForm) => void;
  /** So that the page's title can say that something is to be corrected. */
  onWrong: (wrong: boolean) => void;
}

interface Meanwhile {
  version: number;
  form: CampaignForm;
}

/** The data of a campaign. What was typed stays on screen whatever the server answers. */
export function CampaignEditor({
  initial,
  version,
  save,
  onSaved,
  onForm,
  onWrong,
}: CampaignEditorProps): ReactElement {
  const { t, i18n } = useTranslation(['office', 'common']);
  const announce = useAnnounce();
  const [form, setForm] = useState(initial);
  const [base, setBase] = useState(version);
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [meanwhile, setMeanwhile] = useState<Meanwhile | null>(null);
  const [sending, setSending] = useState(false);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  useEffect(() => onForm(form), [form, onForm]);
  useEffect(() => onWrong(faults.length > 0), [faults, onWrong]);

  function refuse(found: FieldFault[]): void {
    setFaults(found);
    setAttempt((count) => count + 1);
  }
  function change(next: CampaignForm): void {
    setForm(next);
    setSavedAt(null);
  }
  async function send(overVersion: number | null): Promise<void> {
    const parsed = parseForm(form);
    setMeanwhile(null);
    if (parsed.faults !== null) {
      const wrong = FIELDS.filter((name) => parsed.faults[name]);
      return refuse(
        wrong.map((name) => ({
          field: fieldId(name),
          message: t(`fault.${parsed.faults[name] ?? 'missing'}.${name}`),
        })),
      );
    }
    setSending(true);
    const outcome = await save({ version: overVersion, input: parsed.input });
    setSending(false);
    if (outcome.kind === 'saved') {
      setFaults([]);
      setBase(outcome.version);
      setSavedAt(serverClock.now());
      announce(t('saved'));
      onSaved(outcome.id);
    } else if (outcome.kind === 'meanwhile') {
      setFaults([]);
      setMeanwhile(outcome);
    } else if (outcome.kind === 'invalid') refuse(outcome.issues.map(faultOf));
    else refuse([{ field: null, message: outcome.message ?? failureText(outcome.failure, t) }]);
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    void send(base);
  }
  function takeTheirs(theirs: Meanwhile): void {
    setForm(theirs.form);
    setBase(theirs.version);
    setMeanwhile(null);
  }

  return (
    <form className="sp-form" noValidate onSubmit={submit}>
      <ErrorSummary faults={faults} attempt={attempt} />
      {meanwhile && (
        <CampaignConflict
          mine={form}
          theirs={meanwhile.form}
          sending={sending}
          onMine={() => void send(meanwhile.version)}
          onTheirs={() => takeTheirs(meanwhile)}
        />
      )}
      <p>{t('common:form.allRequired')}</p>
      <CampaignFields form={form} errors={errorsOf(faults)} onChange={change} isNew={version === null} />
      <div className="sp-actions">
        <Button type="submit" sending={sending ? t('saving') : null}>
          {t(version === null ? 'create' : 'save')}
        </Button>
        {savedAt !== null && (
          <p className="of-saved">
            <Icon name="check-circle" />
            {t('common:form.saved', { time: formatTime(savedAt, i18n.language) })}
          </p>
        )}
      </div>
    </form>
  );
}

function faultOf({ path, message }: { path: string; message: string }): FieldFault {
  const name = fieldOfPath(path);
  return { field: name === null ? null : fieldId(name), message };
}

function errorsOf(faults: readonly FieldFault[]): FormErrors {
  const errors: FormErrors = {};
  for (const name of FIELDS) {
    const found = faults.find(({ field }) => field === fieldId(name));
    if (found) errors[name] = found.message;
  }
  return errors;
}
