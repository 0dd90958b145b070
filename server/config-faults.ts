// What one value of the environment says about another, and what production refuses (SEC-016, OPS-05).
import { smsFaults } from './config-sms.ts';

const sampleWords =
  /change[-_ ]?me|cambia(mi)?|example|esempio|sample|secret|segreto|password|passw0rd|postgres|sportello|admin|test|12345/i;

/** A secret copied from an example, or plainly guessable. */
export function isSampleSecret(secret: string): boolean {
  return secret.length < 8 || sampleWords.test(secret) || new Set(secret).size < 6;
}

interface DatabaseLogin {
  user: string;
  password: string;
  database: string;
}

function loginOf(url: string | undefined): DatabaseLogin | null {
  if (!url || !URL.canParse(url)) return null;
  const { username, password, host, pathname } = new URL(url);
  return { user: decodeURIComponent(username), password: decodeURIComponent(password), database: `${host}${pathname}` };
}

/** Faults that no single key shows. `given` holds the keys that have a value. */
export function crossFaults(given: Record<string, string>): string[] {
  const faults = [...databaseFaults(given), ...smsFaults(given)];
  if (given.SMTP_URL && !given.MAIL_FROM) faults.push('MAIL_FROM manca: con SMTP_URL serve anche il mittente');
  if (given.NODE_ENV === 'production') faults.push(...productionFaults(given));
  return faults;
}

function databaseFaults(given: Record<string, string>): string[] {
  const app = loginOf(given.DATABASE_URL);
  const owner = loginOf(given.DATABASE_OWNER_URL);
  if (given.DATABASE_OWNER_URL && !given.DATABASE_URL) {
    return ['DATABASE_URL manca: DATABASE_OWNER_URL da solo non basta, serve anche il ruolo dell’applicazione'];
  }
  if (!app || !owner) return [];
  const faults: string[] = [];
  if (app.database !== owner.database) faults.push('DATABASE_OWNER_URL e DATABASE_URL indicano due database diversi');
  if (app.user === owner.user) {
    faults.push('DATABASE_OWNER_URL e DATABASE_URL usano lo stesso ruolo: l’applicazione ne vuole uno senza DDL');
  }
  return faults;
}

const neededInProduction: [key: string, reason: string][] = [
  ['SITE_URL', 'è l’indirizzo pubblico del sito'],
  ['DATABASE_URL', 'la produzione vuole un PostgreSQL proprio'],
  ['SERVER_KEY', 'firma e deriva i codici: openssl rand -base64 32'],
  ['SMTP_URL', 'la casella di sviluppo mostrerebbe a tutti i messaggi'],
  ['OFFICE_NAME', 'il nome di dimostrazione non va in produzione'],
  ['OFFICE_SHORT_NAME', 'il nome di dimostrazione non va in produzione'],
  ['OFFICE_MINISTRY', 'il nome di dimostrazione non va in produzione'],
  ['OFFICE_HELP_EMAIL', 'l’indirizzo di dimostrazione non va in produzione'],
];

function productionFaults(given: Record<string, string>): string[] {
  const faults = neededInProduction.flatMap(([key, reason]) => (given[key] ? [] : [`${key} manca: ${reason}`]));
  if (given.SITE_URL && !/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1)(:|$|\/)/.test(given.SITE_URL)) {
    faults.push('SITE_URL deve essere https: senza, il browser rifiuta il cookie di accesso');
  }
  if (given.SERVER_KEY && isSampleKey(given.SERVER_KEY)) faults.push('SERVER_KEY è un valore d’esempio');
  if (given.METRICS_TOKEN && isSampleSecret(given.METRICS_TOKEN)) faults.push('METRICS_TOKEN è un valore d’esempio');
  for (const key of ['DATABASE_URL', 'DATABASE_OWNER_URL']) {
    const login = loginOf(given[key]);
    if (login?.password && isSampleSecret(login.password)) faults.push(`${key} ha una password d’esempio`);
  }
  if (given.DEMO_DATA === 'true') faults.push('DEMO_DATA non si può accendere: le credenziali dimostrative sono note');
  return faults;
}

/** A key is random bytes, so words are looked for in what it encodes too. */
function isSampleKey(key: string): boolean {
  const bytes = Buffer.from(key, 'base64');
  return new Set(bytes).size < 12 || isSampleSecret(bytes.toString('latin1'));
}
