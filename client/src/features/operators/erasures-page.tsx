import type { ReactElement } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { OpenErasuresQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { formatInstant } from '../../lib/format.ts';
import { OfficeOnly } from '../office/office-only.tsx';
import { Loaded } from '../reserved-area/loaded.tsx';
import { MoreButton } from '../reserved-area/more-button.tsx';
import { usePages } from '../reserved-area/use-pages.ts';
import { ErasureDialog } from './erasure-dialog.tsx';

const OPEN = graphql(`
  query OpenErasures($after: String) {
    officeErasures(open: true, after: $after) {
      edges { cursor node { number username displayName requestedAt withdrawnAt handledAt outcome reason } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
const OVER = graphql(`
  query ErasuresThatAreOver($after: String) {
    officeErasures(open: false, after: $after) {
      edges { cursor node { number username displayName requestedAt withdrawnAt handledAt outcome reason } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
export type ErasureFile = OpenErasuresQuery['officeErasures']['edges'][number]['node'];

const PATH = '/ufficio/cancellazioni';

/** Requests of erasure: those to decide, and those that are over (ACC-08). */
export function ErasuresPage(): ReactElement {
  return (
    <OfficeOnly>
      <Erasures />
    </OfficeOnly>
  );
}

function Erasures(): ReactElement {
  const { t } = useTranslation('operators');
  const [search] = useSearchParams();
  const over = search.get('vista') === 'concluse';
  const [done, setDone] = useState<string | null>(null);
  return (
    <>
      <div className="of-head">
        <PageTitle>{t('erasures.title')}</PageTitle>
      </div>
      <nav className="of-tabs" aria-label={t('erasures.title')}>
        <Link to={PATH} aria-current={over ? undefined : 'page'}>
          {t('erasures.open')}
        </Link>
        <Link to={`${PATH}?vista=concluse`} aria-current={over ? 'page' : undefined}>
          {t('erasures.over')}
        </Link>
      </nav>
      <div role="status">{done && <p className="sp-note sp-note--done of-note">{done}</p>}</div>
      {over ? <OverList /> : <OpenList onDone={setDone} />}
    </>
  );
}

function OpenList({ onDone }: { onDone: (text: string) => void }): ReactElement {
  const { t, i18n } = useTranslation('operators');
  const pages = usePages(OPEN, (data) => data.officeErasures);
  const [chosen, setChosen] = useState<ErasureFile | null>(null);
  return (
    <Loaded query={pages}>
      {({ rows, more }) =>
        rows.length === 0 ? (
          <p className="sp-note">{t('erasures.none')}</p>
        ) : (
          <>
            <table className="of-table">
              <caption className="visually-hidden">{t('erasures.open')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('col.number')}</th>
                  <th scope="col">{t('col.who')}</th>
                  <th scope="col">{t('col.asked')}</th>
                  <th scope="col">
                    <span className="visually-hidden">{t('col.act')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ cursor, node }, index) => (
                  <tr key={cursor} id={`richiesta-${index}`} tabIndex={-1}>
                    <th scope="row">{node.number}</th>
                    <td data-label={t('col.who')}>
                      <span>
                        {node.displayName}
                        <small>{node.username}</small>
                      </span>
                    </td>
                    <td data-label={t('col.asked')}>{formatInstant(node.requestedAt, i18n.language)}</td>
                    <td data-label="" className="is-number">
                      <Button kind="outline-primary" onClick={() => setChosen(node)}>
                        {t('erasures.examine')}
                        <span className="visually-hidden"> {t('erasures.request', { number: node.number })}</span>
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {more && (
              <MoreButton reading={pages.reading} readMore={pages.readMore} rowId={(index) => `richiesta-${index}`} />
            )}
            <ErasureDialog
              file={chosen}
              onClose={() => setChosen(null)}
              onDecided={(outcome) => {
                onDone(t(`erasures.done.${outcome}`, { number: chosen?.number }));
                setChosen(null);
                void pages.read();
              }}
            />
          </>
        )
      }
    </Loaded>
  );
}

function OverList(): ReactElement {
  const { t, i18n } = useTranslation('operators');
  const pages = usePages(OVER, (data) => data.officeErasures);
  const instant = (at: string | null | undefined): string => (at ? formatInstant(at, i18n.language) : '—');
  return (
    <Loaded query={pages}>
      {({ rows, more }) =>
        rows.length === 0 ? (
          <p className="sp-note">{t('erasures.noneOver')}</p>
        ) : (
          <>
            <table className="of-table">
              <caption className="visually-hidden">{t('erasures.over')}</caption>
              <thead>
                <tr>
                  {(['number', 'who', 'decided', 'outcome', 'reason'] as const).map((key) => (
                    <th key={key} scope="col">
                      {t(`col.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ cursor, node }, index) => (
                  <tr key={cursor} id={`conclusa-${index}`} tabIndex={-1}>
                    <th scope="row">{node.number}</th>
                    <td data-label={t('col.who')}>{node.displayName}</td>
                    <td data-label={t('col.decided')}>{instant(node.handledAt ?? node.withdrawnAt)}</td>
                    <td data-label={t('col.outcome')}>{t(`erasures.outcome.${node.outcome ?? 'WITHDRAWN'}`)}</td>
                    <td data-label={t('col.reason')}>{node.reason ?? '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {more && (
              <MoreButton reading={pages.reading} readMore={pages.readMore} rowId={(index) => `conclusa-${index}`} />
            )}
          </>
        )
      }
    </Loaded>
  );
}
