import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import '../../styles/public.css';
import { Button } from '../../components/button.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { describedBy, Field, FieldShell } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { MarkdownText } from '../../components/markdown.tsx';
import { failureText } from '../../components/pages.tsx';
import { useFormFaults } from '../../components/use-form-faults.ts';
import type { Locale, PageName } from '../../gql/graphql.ts';
import { useAnnounce } from '../../lib/announcer.tsx';
import { formatTime } from '../../lib/format.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { publishPage, type Text } from './page-commands.ts';
import { PageConflict } from './page-conflict.tsx';

const TITLE = 'titolo';
const BODY = 'testo';
const FIELD: Record<string, string> = { title: TITLE, body: BODY };

interface PageFormProps {
  name: PageName;
  locale: Locale;
  version: number;
  written: Text;
  packaged: Text;
}

/** Title and text beside how they will look. What was typed stays whatever the server answers. */
export function PageForm({ name, locale, version, written, packaged }: PageFormProps): ReactElement {
  const { t, i18n } = useTranslation(['office', 'common']);
  const client = useClient();
  const announce = useAnnounce();
  const [text, setText] = useState<Text>(written);
  const [base, setBase] = useState(version);
  const [meanwhile, setMeanwhile] = useState<{ version: number; text: Text } | null>(null);
  const [sending, setSending] = useState(false);
  const [publishedAt, setPublishedAt] = useState<number | null>(null);
  const { faults, attempt, tell } = useFormFaults();
  const faultOf = (field: string): string | null => faults.find((fault) => fault.field === field)?.message ?? null;

  function change(part: Partial<Text>): void {
    setText((before) => ({ ...before, ...part }));
    setPublishedAt(null);
  }
  async function publish(over: number): Promise<void> {
    const missing = missingOf(text).map((field) => ({
      field: FIELD[field] ?? null,
      message: t(`page.missing.${field}`),
    }));
    if (missing.length > 0) return tell(missing);
    setSending(true);
    const outcome = await publishPage(client, {
      page: name,
      locale,
      version: over,
      title: text.title,
      body: text.body,
    });
    setSending(false);
    if (outcome.kind === 'meanwhile') return setMeanwhile(outcome);
    setMeanwhile(null);
    if (outcome.kind === 'invalid') return tell(outcome.issues.map(faultIn));
    if (outcome.kind === 'failed') return tell([{ field: null, message: failureText(outcome.failure, t) }]);
    tell([]);
    setBase(outcome.version);
    setText(outcome.text);
    setPublishedAt(serverClock.now());
    announce(t('saved'));
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    void publish(base);
  }

  return (
    <form className="of-write" noValidate onSubmit={submit}>
      <div>
        <ErrorSummary faults={faults} attempt={attempt} />
        {meanwhile && (
          <PageConflict
            theirs={meanwhile.text}
            sending={sending}
            onMine={() => void publish(meanwhile.version)}
            onTheirs={() => {
              setText(meanwhile.text);
              setBase(meanwhile.version);
              setMeanwhile(null);
            }}
          />
        )}
        <Field
          id={TITLE}
          label={t('page.title')}
          maxLength={120}
          error={faultOf(TITLE)}
          value={text.title}
          onChange={({ target }) => change({ title: target.value })}
        />
        <FieldShell
          id={BODY}
          label={t('page.body')}
          help={t('page.bodyHelp', { open: '{{', close: '}}', interpolation: { escapeValue: false } })}
          error={faultOf(BODY)}
        >
          <textarea
            id={BODY}
            className="form-control"
            rows={24}
            spellCheck
            aria-describedby={describedBy(BODY, true, faultOf(BODY))}
            aria-invalid={faultOf(BODY) ? true : undefined}
            value={text.body}
            onChange={({ target }) => change({ body: target.value })}
          />
        </FieldShell>
        <div className="sp-actions">
          <Button type="submit" sending={sending ? t('page.publishing') : null}>
            {t('page.publish')}
          </Button>
          {publishedAt !== null && (
            <p className="of-saved">
              <Icon name="check-circle" />
              {t('page.published', { time: formatTime(publishedAt, i18n.language) })}
            </p>
          )}
          {text.body !== packaged.body && (
            <Button kind="outline-primary" onClick={() => change(packaged)}>
              {t('page.restore')}
            </Button>
          )}
        </div>
      </div>
      <section className="of-preview" aria-labelledby="anteprima">
        <h2 className="sp-h3" id="anteprima">
          {t('page.preview')}
        </h2>
        <Preview text={text} lang={locale.toLowerCase()} />
      </section>
    </form>
  );
}

function Preview({ text, lang }: { text: Text; lang: string }): ReactElement {
  const { office } = useViewer();
  const filled = (words: string): string =>
    words
      .replace(/\{\{\s*ufficio\s*\}\}/g, office?.name ?? '')
      .replace(/\{\{\s*email\s*\}\}/g, office?.helpEmail ?? '');
  return (
    <div className="pg-prose pg-prose--written of-paper" lang={lang}>
      <p className="sp-h1">{filled(text.title)}</p>
      <MarkdownText text={filled(text.body)} />
    </div>
  );
}

function missingOf(text: Text): (keyof Text)[] {
  return (['title', 'body'] as const).filter((field) => text[field].trim() === '');
}

function faultIn({ path, message }: { path: string; message: string }): FieldFault {
  return { field: FIELD[path] ?? null, message };
}
