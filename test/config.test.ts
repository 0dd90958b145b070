import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, type Environment, environmentKeys, readConfig } from '#server/config.ts';

const key = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37 + 11) % 256)).toString('base64');
const production: Environment = {
  NODE_ENV: 'production',
  SITE_URL: 'https://ufficio.example.org',
  DATABASE_URL: 'postgresql://app:Xq7-vR2m_Kd9@db.internal/lab',
  DATABASE_OWNER_URL: 'postgresql://owner:Zt4-pW8n_Hc3@db.internal/lab',
  SERVER_KEY: key,
  SMTP_URL: 'smtps://mail.internal',
  MAIL_FROM: 'Ufficio <posta@ufficio.example.org>',
  OFFICE_NAME: 'Ufficio',
  OFFICE_SHORT_NAME: 'Uff.',
  OFFICE_MINISTRY: 'Ministero',
  OFFICE_HELP_EMAIL: 'aiuto@ufficio.example.org',
};

function faultsOf(environment: Environment): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      mode: 'development',
      port: 4000,
      siteUrl: 'http://localhost:4000',
      database: null,
      redis: null,
      smtp: null,
      demoData: true,
      introspection: true,
    });
  });

  it('takes a key without a value for absent', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(readConfig({}));
  });

  it('[OPS-05] names all faults together, those between keys too', () => {
    const faults = faultsOf({
      PORT: '70000',
      REDIS_URL: 'http://localhost',
      JOBS: 'yes',
      DATABASE_OWNER_URL: 'postgresql://o@h/d',
      SMTP_URL: 'smtp://localhost',
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'PORT',
      'REDIS_URL',
      'JOBS',
      'DATABASE_URL',
      'MAIL_FROM',
    ]);
  });

  it.each([
    [{ DATABASE_OWNER_URL: 'postgresql://o@h/d' }, 'DATABASE_URL manca'],
    [{ DATABASE_URL: 'postgresql://a@h/d', DATABASE_OWNER_URL: 'postgresql://a@h/d' }, 'stesso ruolo'],
    [{ DATABASE_URL: 'postgresql://a@h/d', DATABASE_OWNER_URL: 'postgresql://o@h/e' }, 'due database diversi'],
    [{ DATABASE_URL: 'postgresql://a@h' }, 'nominare il database'],
    [{ SMTP_URL: 'smtp://localhost' }, 'MAIL_FROM manca'],
    [{ SMS_GATEWAY_TOKEN: 'chiave' }, 'SMS_GATEWAY_URL manca'],
    [
      { SMS_GATEWAY_URL: 'https://sms.example/{{text}}', SMS_GATEWAY_METHOD: 'GET', SMS_GATEWAY_BODY: '{{to}}' },
      '{{to}}',
    ],
    [{ SMS_GATEWAY_URL: 'https://sms.example', SMS_GATEWAY_BODY: '{{to}}' }, '{{text}}'],
    [{ SMS_GATEWAY_URL: 'https://sms.example', SMS_GATEWAY_HEADERS: '{"a":1}' }, 'oggetto JSON'],
    [{ SERVER_KEY: Buffer.alloc(16, 7).toString('base64') }, 'almeno 32 byte'],
  ])('[OPS-05] refuses what is half configured: %j', (environment, fault) => {
    expect(faultsOf(environment)).toEqual([expect.stringContaining(fault)]);
  });

  it('[SEC-016] has no default secret in production', () => {
    expect(faultsOf(production)).toEqual([]);
    for (const name of Object.keys(production).filter((other) => !/NODE_ENV|OWNER/.test(other))) {
      expect(faultsOf({ ...production, [name]: undefined })).toContainEqual(expect.stringMatching(`^${name} manca`));
    }
    expect(readConfig(production)).toMatchObject({ demoData: false, introspection: false });
  });

  it.each([
    ['SERVER_KEY', Buffer.from('change-me-change-me-change-me-change-me').toString('base64')],
    ['SERVER_KEY', Buffer.alloc(32, 1).toString('base64')],
    ['DATABASE_URL', 'postgresql://app:PASSWORD@db.internal/lab'],
    ['DATABASE_OWNER_URL', 'postgresql://owner:postgres@db.internal/lab'],
    ['DEMO_DATA', 'true'],
    ['SITE_URL', 'http://ufficio.example.org'],
    ['SMS_GATEWAY_URL', 'http://sms.example/invio'],
  ])('[SEC-016] refuses in production %s = %s', (name, value) => {
    expect(faultsOf({ ...production, [name]: value })).toEqual([expect.stringMatching(`^${name} `)]);
  });

  it('[MSG-04] describes the gateway of SMS, or says that there is none', () => {
    expect(readConfig({}).sms).toBeNull();
    expect(readConfig({ SMS_GATEWAY_URL: 'https://sms.example/invio', SMS_GATEWAY_TOKEN: 'chiave' }).sms).toEqual({
      ...{ url: 'https://sms.example/invio', method: 'POST', headers: { authorization: 'Bearer chiave' } },
      body: '{"id":"{{id}}","to":"{{to}}","text":"{{text}}"}',
    });
  });

  it('is explained key by key in .env.example', () => {
    const text = readFileSync('.env.example', 'utf8');
    const explained = [...text.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(explained.sort()).toEqual([...environmentKeys].sort());
  });
});
