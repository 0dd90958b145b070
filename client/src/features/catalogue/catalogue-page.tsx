import { type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { useAnnounce } from '../../lib/announcer.tsx';
import { formatInstant } from '../../lib/format.ts';
import { PHONE, useMedia } from '../../lib/use-media.ts';
import type { CatalogueCampaign } from './catalogue-data.ts';
import { Chips } from './choices.tsx';
import { FilterForm } from './filter-form.tsx';
import { choicesOf, type Filters, ORDERS, readFilters, writeFilters } from './filters.ts';
import { Results } from './results.tsx';
import { type ListingView, useListing } from './use-listing.ts';

/** The public catalogue: every filter is in the address, every number is live. */
export function CataloguePage(): ReactElement {
  const { t } = useTranslation('catalogue');
  const phone = useMedia(PHONE);
  const { search } = useLocation();
  const navigate = useNavigate();
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search]);
  const view = useListing(filters);
  const campaigns = view.listing?.campaigns ?? [];
  const facets = view.listing?.facets ?? null;
  useCountAnnouncement(view, writeFilters(filters));

  const change = useCallback(
    (next: Filters, typing = false) => {
      const address = writeFilters(next);
      void navigate({ search: address && `?${address}` }, { replace: typing, preventScrollReset: true });
    },
    [navigate],
  );
  const form = <FilterForm filters={filters} facets={facets} campaigns={campaigns} onChange={change} />;

  return (
    <div className="container">
      <Breadcrumb items={[{ label: t('common:home'), to: '/' }, { label: t('title') }]} />
      <PageTitle>{t('title')}</PageTitle>
      <Intro campaigns={campaigns} chosen={filters.campaign} />
      {phone && <PhoneTools filters={filters} view={view} form={form} onChange={change} />}
      <div className="sp-catalogue">
        {!phone && (
          <search className="sp-filters" aria-label={t('filter.name')}>
            <h2 className="sp-h3">{t('filter.title')}</h2>
            {form}
          </search>
        )}
        <section aria-labelledby="risultati">
          <Results
            filters={filters}
            view={view}
            onChange={change}
            chips={<Chips filters={filters} campaigns={campaigns} onChange={change} />}
          >
            {!phone && <OrderSelect filters={filters} onChange={change} />}
          </Results>
          {view.failure && (
            <div className="sp-note sp-note--error" role="alert">
              <p>{failureText(view.failure, t)}</p>
              <Button kind="outline-primary" onClick={() => void view.reload()}>
                {t('common:retry')}
              </Button>
            </div>
          )}
        </section>
      </div>
    </div>
  );
}

/** Says how many were found, once for every new choice. */
function useCountAnnouncement({ listing, waiting }: ListingView, key: string): void {
  const { t } = useTranslation('catalogue');
  const announce = useAnnounce();
  const said = useRef(key);
  useEffect(() => {
    if (waiting || !listing || said.current === key) return;
    said.current = key;
    announce(t('sessions', { count: listing.total }));
  }, [waiting, listing, key, announce, t]);
}

/** The campaign, until when, how many: told when there is one campaign to tell of. */
function Intro({
  campaigns,
  chosen,
}: {
  campaigns: readonly CatalogueCampaign[];
  chosen: string | null;
}): ReactElement {
  const { t, i18n } = useTranslation('catalogue');
  const open = campaigns.filter(({ state }) => state === 'PUBLISHED');
  const campaign = chosen ? campaigns.find(({ slug }) => slug === chosen) : open.length === 1 ? open[0] : undefined;
  if (!campaign)
    return (
      <p className="sp-lead sp-intro">
        {campaigns.length > 0 ? t('introMany', { count: open.length }) : t('introPlain')}
      </p>
    );
  if (campaign.state !== 'PUBLISHED')
    return (
      <p className="sp-lead sp-intro">
        {t('introClosed', { campaign: campaign.title, closesAt: formatInstant(campaign.closesAt, i18n.language) })}
      </p>
    );
  return (
    <p className="sp-lead sp-intro">
      <Trans
        t={t}
        i18nKey="intro"
        count={campaign.personalLimit}
        values={{ campaign: campaign.title, closesAt: formatInstant(campaign.closesAt, i18n.language) }}
        components={{ b: <b /> }}
      />
    </p>
  );
}

interface ToolProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
  /** On a phone the label stands inside the options. */
  inside?: boolean;
}

function OrderSelect({ filters, onChange, inside = false }: ToolProps): ReactElement {
  const { t } = useTranslation('catalogue');
  return (
    <div className="sp-order">
      <label htmlFor="ordine" className={inside ? 'visually-hidden' : ''}>
        {t('order.label')}
      </label>
      <div className="sp-select">
        <select
          id="ordine"
          value={filters.order}
          onChange={({ target }) =>
            onChange({ ...filters, order: ORDERS.find((order) => order === target.value) ?? 'data' })
          }
        >
          {ORDERS.map((order) => (
            <option key={order} value={order}>
              {t(inside ? `order.inside.${order}` : `order.${order}`)}
            </option>
          ))}
        </select>
        <Icon name="expand" />
      </div>
    </div>
  );
}

function PhoneTools({
  filters,
  view,
  form,
  onChange,
}: ToolProps & { view: ListingView; form: ReactElement }): ReactElement {
  const { t } = useTranslation('catalogue');
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <div className="sp-toolbar">
      <Button kind="outline-primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="funnel" />
        {t('filter.open', { n: choicesOf(filters).length })}
      </Button>
      <OrderSelect filters={filters} onChange={onChange} inside />
      <Dialog
        open={open}
        title={t('filter.title')}
        shape="full"
        onClose={close}
        footer={<Button onClick={close}>{t('filter.show', { count: view.listing?.total ?? 0 })}</Button>}
      >
        {form}
      </Dialog>
    </div>
  );
}
