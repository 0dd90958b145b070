import type { TFunction } from 'i18next';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { formatPlainDay } from '../../lib/format.ts';
import { provinceName } from '../../lib/provinces.ts';
import { type CatalogueCampaign, countSessions } from './catalogue-data.ts';
import { type Choice, choicesOf, type Filters, withoutChoice, withoutFilters } from './filters.ts';

interface ChoicesProps {
  filters: Filters;
  campaigns: readonly CatalogueCampaign[];
  onChange: (filters: Filters) => void;
}

/** The active filters; pressing one takes it away. */
export function Chips({ filters, campaigns, onChange }: ChoicesProps): ReactElement | null {
  const { t, i18n } = useTranslation('catalogue');
  const choices = choicesOf(filters);
  if (choices.length === 0) return null;
  return (
    <div className="sp-chosen">
      <ul className="sp-chips" aria-label={t('filter.active')}>
        {choices.map((choice) => {
          const label = chipLabel(choice, campaigns, t, i18n.language);
          return (
            <li key={`${choice.kind}${label}`}>
              <button type="button" className="sp-chip" onClick={() => onChange(withoutChoice(filters, choice))}>
                {label} <Icon name="close" />
                <span className="visually-hidden">{t('filter.remove')}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {choices.length > 1 && (
        <button
          type="button"
          className="sp-linkbtn sp-linkbtn--small"
          onClick={() => onChange(withoutFilters(filters))}
        >
          {t('filter.clear')}
        </button>
      )}
    </div>
  );
}

/** On a chip alone what was searched for stands in quotation marks; sentences put them themselves. */
function chipLabel(...parts: Parameters<typeof choiceLabel>): string {
  const label = choiceLabel(...parts);
  return parts[0].kind === 'text' ? `«${label}»` : label;
}

function choiceLabel(
  choice: Choice,
  campaigns: readonly CatalogueCampaign[],
  t: TFunction<'catalogue'>,
  locale: string,
): string {
  switch (choice.kind) {
    case 'campaign':
      return campaigns.find(({ slug }) => slug === choice.value)?.title ?? choice.value;
    case 'text':
      return choice.value;
    case 'province':
      return provinceName(choice.value);
    case 'topic':
      return choice.value;
    case 'audience':
      return t(`common:order.${choice.value}`);
    case 'dates':
      return datesLabel(choice.from, choice.to, t, locale);
    case 'onlyFree':
      return t('filter.onlyFree');
  }
}

function datesLabel(from: string | null, to: string | null, t: TFunction<'catalogue'>, locale: string): string {
  if (from && to) {
    const first = from.slice(0, 7) === to.slice(0, 7) ? String(Number(from.slice(8))) : formatPlainDay(from, locale);
    return t('filter.fromTo', { from: first, to: formatPlainDay(to, locale) });
  }
  return from
    ? t('filter.since', { from: formatPlainDay(from, locale) })
    : t('filter.until', { to: formatPlainDay(to ?? '', locale) });
}

/** Nothing found: which filter hides most, and how to take it away. */
export function EmptyListing({ filters, campaigns, onChange }: ChoicesProps): ReactElement {
  const { t, i18n } = useTranslation('catalogue');
  const client = useClient();
  const [best, setBest] = useState<{ choice: Choice; count: number } | null>(null);
  const choices = choicesOf(filters);

  useEffect(() => {
    let stopped = false;
    async function find(): Promise<void> {
      const counted = await Promise.all(
        choicesOf(filters).map(async (choice) => ({
          choice,
          count: await countSessions(client, withoutChoice(filters, choice)),
        })),
      );
      const [most] = counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
      if (!stopped) setBest(most ?? null);
    }
    void find();
    return () => {
      stopped = true;
    };
  }, [client, filters]);

  if (choices.length === 0) return <p className="sp-note">{t('noneAtAll')}</p>;
  const label = best && choiceLabel(best.choice, campaigns, t, i18n.language);
  return (
    <div className="sp-note sp-empty">
      <p>
        {best && label ? t('empty', { filter: label, found: t('sessions', { count: best.count }) }) : t('emptyPlain')}
      </p>
      <div className="sp-actions">
        {best && label && (
          <Button onClick={() => onChange(withoutChoice(filters, best.choice))}>
            {t('filter.removeNamed', { filter: label })}
          </Button>
        )}
        <Button kind="outline-primary" onClick={() => onChange(withoutFilters(filters))}>
          {t('filter.clear')}
        </Button>
      </div>
    </div>
  );
}
