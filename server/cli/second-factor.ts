import { resetSecondFactors } from '../modules/account/service.ts';
import { type Command, CommandError, textOf } from './command.ts';

/** For somebody who lost phone, key and recovery codes, once the office knows for certain who asks. */
export const resetSecondFactor: Command = {
  name: 'second-factor reset',
  usage: 'second-factor reset --username nome.cognome',
  summary: 'toglie la verifica in due passaggi da un account, chiude i suoi accessi e avvisa la persona per e-mail',
  options: { username: { type: 'string' } },
  required: ['username'],
  positionals: { least: 0, most: 0 },
  async run({ values, terminal, open }) {
    const username = textOf(values, 'username');
    const { db, clock, bus, config } = await open();
    const reset = await resetSecondFactors({ db, clock, bus, serverKey: config.serverKey }, username);
    if (!reset) throw new CommandError(`Nessun account attivo si chiama ${username}.`);
    if (reset.removed === 0)
      throw new CommandError(`${username} non ha la verifica in due passaggi: non c’è nulla da togliere.`);
    terminal.say(
      `Verifica in due passaggi tolta a ${username}. Modi di verifica: ${reset.removed}. Accessi chiusi: ${reset.sessionsEnded}.`,
    );
    return 0;
  },
};
