import { reactivate as undoRevocation } from '../modules/account/service.ts';
import { type Command, CommandError } from './command.ts';

/** For the help desk that knows who writes: a revocation for want of access is undone (POL-802). */
export const reactivate: Command = {
  name: 'reactivate',
  usage: 'reactivate NOME_UTENTE',
  summary: 'riattiva un account revocato perché nessuno lo usava; prima accerta chi lo chiede',
  options: {},
  required: [],
  positionals: { least: 1, most: 1 },
  async run({ terminal, positionals, open }) {
    const username = (positionals[0] ?? '').toLowerCase();
    if (!(await undoRevocation(await open(), username))) {
      throw new CommandError(`Nessun account revocato si chiama ${username}.`);
    }
    terminal.say(`L’account ${username} è di nuovo attivo.`);
    return 0;
  },
};
