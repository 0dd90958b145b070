import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { failureText } from '../../components/pages.tsx';
import type { CampaignState } from '../../gql/graphql.ts';
import { useAnnounce } from '../../lib/announcer.tsx';
import { formatInstant, formatNumber } from '../../lib/format.ts';
import { type Turn, turnCampaign, turnsOf } from './campaign-commands.ts';

interface StateTurnProps {
  campaign: { id: string; state: CampaignState; opensAt: string; closesAt: string; sessionCount: number };
  /** Another act of this page is the main one. */
  quiet: boolean;
  /** Opening has come already: publishing opens booking at once. */
  opensNow: boolean;
  onTurned: () => void;
}

/** Publish, close, open again or archive: the consequence is named before, and the server has the last word. */
export function StateTurns(props: StateTurnProps): ReactElement {
  return (
    <div className="of-turns">
      {turnsOf(props.campaign.state).map((turn) => (
        <StateTurn key={turn} turn={turn} {...props} />
      ))}
    </div>
  );
}

function kindOf(turn: Turn, quiet: boolean): 'primary' | 'outline-primary' | 'outline-danger' {
  if (turn === 'close' || turn === 'archive') return 'outline-danger';
  return turn === 'reopen' || quiet ? 'outline-primary' : 'primary';
}

function StateTurn({ turn, campaign, quiet, opensNow, onTurned }: StateTurnProps & { turn: Turn }): ReactElement {
  const { t, i18n } = useTranslation(['office', 'common']);
  const client = useClient();
  const announce = useAnnounce();
  const [open, setOpen] = useState(false);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function confirm(): Promise<void> {
    setSending(true);
    const outcome = await turnCampaign(client, turn, campaign.id);
    setSending(false);
    if (outcome.kind === 'failed') return setRefusal(failureText(outcome.failure, t));
    if (outcome.kind === 'refused') setRefusal(outcome.message);
    else {
      setOpen(false);
      announce(t(`turn.${turn}.done`));
    }
    onTurned();
  }

  return (
    <>
      <Button
        kind={kindOf(turn, quiet)}
        onClick={() => {
          setRefusal(null);
          setOpen(true);
        }}
      >
        {t(`turn.${turn}.button`)}
      </Button>
      <Dialog open={open} title={t(`turn.${turn}.title`)} onClose={() => setOpen(false)}>
        <p>
          {t(`turn.${turn}.${turn === 'publish' && opensNow ? 'now' : 'text'}`, {
            count: campaign.sessionCount,
            number: formatNumber(campaign.sessionCount, i18n.language),
            opensAt: formatInstant(campaign.opensAt, i18n.language),
            closesAt: formatInstant(campaign.closesAt, i18n.language),
          })}
        </p>
        {turn === 'publish' && campaign.sessionCount === 0 && (
          <p className="sp-note sp-note--warn">{t('turn.publish.empty')}</p>
        )}
        {refusal && (
          <p className="sp-note sp-note--error" role="alert">
            {refusal}
          </p>
        )}
        <div className="sp-actions">
          <Button
            kind={turn === 'publish' || turn === 'reopen' ? 'primary' : 'danger'}
            sending={sending ? t('turn.sending') : null}
            onClick={() => void confirm()}
          >
            {t(`turn.${turn}.confirm`)}
          </Button>
          <Button kind="outline-primary" onClick={() => setOpen(false)}>
            {t('turn.cancel')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
