import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { graphql } from '../../gql/index.ts';
import { useAnnounce } from '../../lib/announcer.tsx';
import { type LiveView, useLiveFeed } from '../../lib/use-live-feed.ts';

const ACCOUNT_EVENTS = graphql(`
  subscription AccountEvents {
    accountEvents {
      version
      at
      freshness { live everySeconds }
      events { kind }
    }
  }
`);

/** Reads the page again whenever something happens to the account, on whatever device. */
export function useAccountEvents(read: () => Promise<string | null>): LiveView {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const heard = useRef(false);
  return useLiveFeed({
    document: ACCOUNT_EVENTS,
    variables: {},
    pick: (data) => data.accountEvents,
    onUpdate({ version, events }) {
      // After a lost connection nobody says what happened meanwhile.
      const again = version === 1 && heard.current;
      heard.current = true;
      if (again || events.length > 0) void read();
    },
    poll: read,
    onBack: () => announce(t('common:live.back')),
  });
}
