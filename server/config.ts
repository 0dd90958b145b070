// The only reader of the environment. A value is parsed once, here; the rest of the program gets the result.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { crossFaults } from './config-faults.ts';
import { type OperatorRole, rolesField } from './config-roles.ts';
import { type SmsGatewayConfig, smsFields, smsGatewayOf } from './config-sms.ts';
import { flag, isPeer, mailbox, offOr, origin, postgresUrl, url, whole } from './config-values.ts';

export interface DatabaseConfig {
  /** Connects as the application role, which has no DDL. */
  url: string;
  /** Connects as the owner, for migrations at start; null when they are run apart. */
  ownerUrl: string | null;
  poolSize: number;
}

export interface Config {
  mode: 'development' | 'production';
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** The origin people see, without a trailing slash. */
  siteUrl: string;
  /** Origins that may send cookies with a mutation or open a socket; always holds the site's own. */
  allowedOrigins: string[];
  database: DatabaseConfig;
  redis: { url: string } | null;
  /** null: mails stay in the development mailbox. */
  smtp: { url: string; from: string } | null;
  mailFrom: string;
  /** null: SMS stay in the development mailbox, and in production there are none. */
  sms: SmsGatewayConfig | null;
  /** HMAC key of at least 32 bytes; every server of one installation has the same. */
  serverKey: Buffer;
  dataDir: string;
  office: { name: string; shortName: string; ministry: string; helpEmail: string };
  introspection: boolean;
  demoData: boolean;
  /** Whether this process also runs the background jobs. */
  jobs: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** How many passwords are hashed at once, and how many may wait before sign-in says that it is busy. */
  hashing: { concurrency: number; queue: number };
  /** What time does to accounts; null: nothing (DEC-11, DEC-12). */
  policies: {
    passwordExpiry: { days: number; spreadDays: number } | null;
    revocation: { months: number } | null;
  };
  /** Requests and operations a minute. */
  rateLimits: { perAddress: number; perAccount: number };
  /** Roles that open nothing until their holder has a second factor (ACC-07). */
  secondFactorRoles: OperatorRole[];
  /** Addresses and networks whose X-Forwarded-For is believed (SEC-056). */
  trustedProxies: string[];
  /** With a token /metrics answers whoever sends it; without, only this machine. */
  metrics: { token: string | null };
  /** Where OpenTelemetry traces go; null: nowhere. */
  tracing: { endpoint: string } | null;
}

/** What the environment says. The embedded database and the key in the data folder fill what is null. */
export interface Settings extends Omit<Config, 'database' | 'serverKey'> {
  database: DatabaseConfig | null;
  poolSize: number;
  serverKey: Buffer | null;
}

export type Environment = Record<string, string | undefined>;

/** Every fault of the environment, named together. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: string[];

  constructor(faults: string[]) {
    super(`La configurazione non è valida:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

const projectDir = path.resolve(import.meta.dirname, '..');

const fields = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test'], 'vale «development» o «production»').default('development'),
  HOST: z.string().default('localhost'),
  PORT: whole(0, 65_535, 4000),
  SITE_URL: origin.optional(),
  ALLOWED_ORIGINS: z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(origin))
    .optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: whole(2, 200, 10),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: mailbox.optional(),
  ...smsFields,
  SERVER_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/_-]+=*$/, 'deve essere in base64: openssl rand -base64 32')
    .transform((value) => Buffer.from(value, 'base64'))
    .refine((key) => key.length >= 32, 'deve avere almeno 32 byte: openssl rand -base64 32')
    .optional(),
  DATA_DIR: z.string().default('data'),
  OFFICE_NAME: z.string().default('Ufficio scolastico regionale (dimostrazione)'),
  OFFICE_SHORT_NAME: z.string().default('USR dimostrazione'),
  OFFICE_MINISTRY: z.string().default('Ministero di dimostrazione'),
  OFFICE_HELP_EMAIL: mailbox.default('assistenza@sportello.example'),
  INTROSPECTION: flag,
  DEMO_DATA: flag,
  JOBS: flag.default(true),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'vale fatal, error, warn, info, debug, trace o silent',
    )
    .default('info'),
  HASH_CONCURRENCY: whole(1, 64, 2),
  HASH_QUEUE: whole(0, 100_000, 200),
  PASSWORD_EXPIRY_DAYS: offOr(30, 3_650, 0),
  PASSWORD_EXPIRY_SPREAD_DAYS: whole(1, 365, 60),
  REVOCATION_MONTHS: offOr(6, 120, 15),
  RATE_LIMIT_PER_ADDRESS: whole(1, 999_999_999, 12_000),
  RATE_LIMIT_PER_ACCOUNT: whole(1, 999_999_999, 1_200),
  TRUSTED_PROXIES: z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .refine((peers) => peers.every(isPeer), 'deve elencare indirizzi o reti come 127.0.0.1 e 10.0.0.0/8, con virgole')
    .default([]),
  SECOND_FACTOR_ROLES: rolesField,
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http:', 'https:').optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'deve avere almeno 16 caratteri senza spazi: openssl rand -hex 24')
    .optional(),
});

type Fields = z.infer<typeof fields>;

/** The names that `.env.example` explains; a test holds the two together. */
export const environmentKeys: string[] = Object.keys(fields.shape);

/** The process's environment over the `.env` file of the project, where there is one. */
export function loadEnvironment(folder: string = projectDir): Environment {
  try {
    return { ...parseEnv(readFileSync(path.join(folder, '.env'), 'utf8')), ...process.env };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return process.env;
    throw new ConfigError([`il file .env non si può leggere: ${(error as Error).message}`]);
  }
}

/** Reads the environment; an empty one is enough. Throws one ConfigError that names every fault. */
export function readConfig(environment: Environment): Settings {
  const given = Object.fromEntries(
    environmentKeys.flatMap((key) => (environment[key]?.trim() ? [[key, environment[key].trim()]] : [])),
  );
  const parsed = fields.safeParse(given);
  const faults = (parsed.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${issue.message}`);
  faults.push(...crossFaults(given));
  if (!parsed.success || faults.length > 0) throw new ConfigError([...new Set(faults)]);
  return toSettings(parsed.data);
}

function toSettings(env: Fields): Settings {
  const mode = env.NODE_ENV === 'production' ? 'production' : 'development';
  const siteUrl = env.SITE_URL ?? `http://localhost:${env.PORT}`;
  const mailFrom = env.MAIL_FROM ?? `${env.OFFICE_SHORT_NAME} <${env.OFFICE_HELP_EMAIL}>`;
  const loopback = mode === 'development' && !env.SITE_URL ? [`http://127.0.0.1:${env.PORT}`] : [];
  return {
    mode,
    host: env.HOST,
    port: env.PORT,
    siteUrl,
    allowedOrigins: [...new Set([siteUrl, ...loopback, ...(env.ALLOWED_ORIGINS ?? [])])],
    database: env.DATABASE_URL
      ? { url: env.DATABASE_URL, ownerUrl: env.DATABASE_OWNER_URL ?? null, poolSize: env.DATABASE_POOL_SIZE }
      : null,
    poolSize: env.DATABASE_POOL_SIZE,
    redis: env.REDIS_URL ? { url: env.REDIS_URL } : null,
    smtp: env.SMTP_URL ? { url: env.SMTP_URL, from: mailFrom } : null,
    mailFrom,
    sms: smsGatewayOf(env),
    serverKey: env.SERVER_KEY ?? null,
    dataDir: path.resolve(projectDir, env.DATA_DIR),
    office: {
      name: env.OFFICE_NAME,
      shortName: env.OFFICE_SHORT_NAME,
      ministry: env.OFFICE_MINISTRY,
      helpEmail: env.OFFICE_HELP_EMAIL,
    },
    introspection: env.INTROSPECTION ?? mode === 'development',
    demoData: env.DEMO_DATA ?? (mode === 'development' && !env.DATABASE_URL),
    jobs: env.JOBS,
    logLevel: env.LOG_LEVEL,
    hashing: { concurrency: env.HASH_CONCURRENCY, queue: env.HASH_QUEUE },
    policies: {
      passwordExpiry: env.PASSWORD_EXPIRY_DAYS
        ? { days: env.PASSWORD_EXPIRY_DAYS, spreadDays: env.PASSWORD_EXPIRY_SPREAD_DAYS }
        : null,
      revocation: env.REVOCATION_MONTHS ? { months: env.REVOCATION_MONTHS } : null,
    },
    rateLimits: { perAddress: env.RATE_LIMIT_PER_ADDRESS, perAccount: env.RATE_LIMIT_PER_ACCOUNT },
    secondFactorRoles: env.SECOND_FACTOR_ROLES,
    trustedProxies: env.TRUSTED_PROXIES,
    metrics: { token: env.METRICS_TOKEN ?? null },
    tracing: env.OTEL_EXPORTER_OTLP_ENDPOINT ? { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT } : null,
  };
}
