import { type ReactElement, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '../../components/day-field.tsx';
import { Icon } from '../../components/icon.tsx';
import { provinceName } from '../../lib/provinces.ts';
import type { CatalogueCampaign, Facets } from './catalogue-data.ts';
import { AUDIENCES, type Filters, toggle } from './filters.ts';

const TYPING_PAUSE_MS = 300;

interface FilterFormProps {
  filters: Filters;
  facets: Facets | null;
  campaigns: readonly CatalogueCampaign[];
  /** `typing` replaces the address instead of adding a step to the history. */
  onChange: (filters: Filters, typing?: boolean) => void;
}

/** The filters; each applies at once. */
export function FilterForm({ filters, facets, campaigns, onChange }: FilterFormProps): ReactElement {
  const { t } = useTranslation('catalogue');
  const id = useId();
  const countOf = (options: readonly { value: string; count: number }[] | undefined, value: string): number =>
    options?.find((option) => option.value === value)?.count ?? 0;
  const topics = [...new Set([...(facets?.topics.map(({ value }) => value) ?? []), ...filters.topics])];
  const provinces = [...new Set([...(facets?.provinces.map(({ value }) => value) ?? []), ...filters.provinces])];

  return (
    <>
      <SearchField id={`${id}q`} text={filters.text} onSearch={(text) => onChange({ ...filters, text }, true)} />
      {campaigns.length > 1 && (
        <Choose
          id={`${id}c`}
          label={t('filter.campaign')}
          value={filters.campaign ?? ''}
          options={[
            { value: '', label: t('filter.allCampaigns') },
            ...campaigns.map(({ slug, title }) => ({ value: slug, label: title })),
          ]}
          onChoose={(value) => onChange({ ...filters, campaign: value || null })}
        />
      )}
      <Choose
        id={`${id}p`}
        label={t('filter.province')}
        value={filters.provinces[0] ?? ''}
        options={[
          { value: '', label: t('filter.allProvinces') },
          ...provinces.map((value) => ({
            value,
            label: `${provinceName(value)} (${countOf(facets?.provinces, value)})`,
          })),
        ]}
        onChoose={(value) => onChange({ ...filters, provinces: value ? [value] : [] })}
      />
      <fieldset className="sp-field">
        <legend className="sp-legend">{t('filter.topic')}</legend>
        {topics.map((value) => (
          <Check
            key={value}
            label={value}
            count={countOf(facets?.topics, value)}
            checked={filters.topics.includes(value)}
            onToggle={() => onChange({ ...filters, topics: toggle(filters.topics, value) })}
          />
        ))}
      </fieldset>
      <fieldset className="sp-field">
        <legend className="sp-legend">{t('filter.audience')}</legend>
        {AUDIENCES.map((value) => (
          <Check
            key={value}
            label={t(`common:order.${value}`)}
            count={countOf(facets?.audience, value)}
            checked={filters.audience.includes(value)}
            onToggle={() => onChange({ ...filters, audience: toggle(filters.audience, value) })}
          />
        ))}
      </fieldset>
      <fieldset className="sp-field sp-dates">
        <legend className="visually-hidden">{t('filter.dates')}</legend>
        <DayField
          id={`${id}f`}
          label={t('filter.from')}
          day={filters.from}
          onDay={(from) => onChange({ ...filters, from })}
        />
        <DayField id={`${id}t`} label={t('filter.to')} day={filters.to} onDay={(to) => onChange({ ...filters, to })} />
      </fieldset>
      <Check
        label={t('filter.onlyFree')}
        count={facets?.free ?? 0}
        checked={filters.onlyFree}
        onToggle={() => onChange({ ...filters, onlyFree: !filters.onlyFree })}
      />
    </>
  );
}

function SearchField({
  id,
  text,
  onSearch,
}: {
  id: string;
  text: string;
  onSearch: (text: string) => void;
}): ReactElement {
  const { t } = useTranslation('catalogue');
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped((before) => (before.trim() === text ? before : text)), [text]);
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => onSearch(typed.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="sp-field">
      <label htmlFor={id}>{t('filter.search')}</label>
      <input
        id={id}
        type="search"
        className="form-control"
        value={typed}
        aria-describedby={`${id}-h`}
        onChange={({ target }) => setTyped(target.value)}
      />
      <span id={`${id}-h`} className="sp-small sp-muted">
        {t('filter.searchHelp')}
      </span>
    </div>
  );
}

interface ChooseProps {
  id: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string) => void;
}

function Choose({ id, label, value, options, onChoose }: ChooseProps): ReactElement {
  return (
    <div className="sp-field">
      <label htmlFor={id}>{label}</label>
      <div className="sp-select">
        <select id={id} value={value} onChange={({ target }) => onChoose(target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="expand" />
      </div>
    </div>
  );
}

interface CheckProps {
  label: string;
  count: number;
  checked: boolean;
  onToggle: () => void;
}

function Check({ label, count, checked, onToggle }: CheckProps): ReactElement {
  const { t } = useTranslation('catalogue');
  return (
    <label className={`sp-check ${count === 0 ? 'is-zero' : ''}`}>
      <input type="checkbox" checked={checked} onChange={onToggle} />
      <span>{label}</span>
      <span className="n">
        <span aria-hidden="true">{count}</span>
        <span className="visually-hidden">{t('sessions', { count })}</span>
      </span>
    </label>
  );
}
