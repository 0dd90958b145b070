import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { environmentKeys, readConfig } from '#server/config.ts';

const shape = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string().optional(),
      environment: z.record(z.string(), z.string()).optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
      configs: z.array(z.object({ source: z.string(), target: z.string(), mode: z.number().optional() })).optional(),
      command: z.array(z.string()).optional(),
      stop_grace_period: z.string().optional(),
    }),
  ),
  configs: z.record(z.string(), z.object({ file: z.string().optional(), content: z.string().optional() })),
  volumes: z.record(z.string(), z.unknown()),
  networks: z.looseObject({
    default: z.object({ ipam: z.object({ config: z.array(z.object({ subnet: z.string() })) }) }),
  }),
});

const text = readFileSync('compose.yaml', 'utf8');
const compose = shape.parse(load(text));
const servers = ['server-1', 'server-2'].map((name) => compose.services[name]);

/** The values that whoever runs it has to give. */
const GIVEN: Record<string, string> = {
  SITE_URL: 'https://ufficio.example.org',
  APP_DB_PASSWORD: 'Xq7-vR2m_Kd9',
  OWNER_DB_PASSWORD: 'Zt4-pW8n_Hc3',
  SUPERUSER_DB_PASSWORD: 'Bn6-tL1x_Rf5',
  SERVER_KEY: Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37 + 11) % 256)).toString('base64'),
  SMTP_URL: 'smtps://mail.internal',
  MAIL_FROM: 'Ufficio <posta@ufficio.example.org>',
  OFFICE_NAME: 'Ufficio',
  OFFICE_SHORT_NAME: 'Uff.',
  OFFICE_MINISTRY: 'Ministero',
  OFFICE_HELP_EMAIL: 'aiuto@ufficio.example.org',
};

function filled(value: string, given: Record<string, string>): string {
  return value.replace(/\$\{(\w+)(?::[?-][^}]*)?\}/g, (_, name: string) => given[name] ?? '');
}

describe('compose.yaml', () => {
  it('[OPS-01] has PostgreSQL, Redis, two servers and a proxy, and names nothing that it does not define', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['database', 'proxy', 'redis', 'server-1', 'server-2']);
    for (const { depends_on = {}, configs = [] } of Object.values(compose.services)) {
      for (const name of Object.keys(depends_on)) expect(compose.services).toHaveProperty(name);
      for (const { source } of configs) expect(compose.configs).toHaveProperty(source);
    }
    for (const { file } of Object.values(compose.configs)) if (file) expect(() => readFileSync(file)).not.toThrow();
    for (const { image } of Object.values(compose.services)) if (image) expect(image).toMatch(/^[a-z]+:[\d.]+$/);
  });

  it('[OPS-05] [SEC-016] gives the servers a configuration that production accepts, without a secret of its own', () => {
    for (const server of servers) {
      const environment = server?.environment ?? {};
      expect(Object.keys(environment).filter((key) => !environmentKeys.includes(key))).toEqual([]);
      const values = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value, GIVEN)]));
      expect(readConfig(values)).toMatchObject({
        ...{ mode: 'production', host: '0.0.0.0', port: 4000, redis: { url: 'redis://redis:6379' } },
        trustedProxies: [compose.networks.default.ipam.config[0]?.subnet],
      });
      expect(() =>
        readConfig(Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value, {})]))),
      ).toThrow();
    }
    // Each secret has to be given: there is no value to forget.
    for (const key of Object.keys(GIVEN)) expect(text).toMatch(new RegExp(`\\$\\{${key}:\\?`));
  });

  it('[OPS-04] leaves the servers longer than they need to stop, and puts them behind the documented proxy', () => {
    for (const server of servers) expect(Number.parseInt(server?.stop_grace_period ?? '', 10)).toBeGreaterThan(10);
    const site = readFileSync('docs/nginx.conf', 'utf8');
    const command = compose.services.proxy?.command?.join(' ') ?? '';
    const edits = [...command.matchAll(/s\/([^/]+)\/([^/]+)\//g)].map(([, from, to]) => [from, to]);
    expect(edits.map(([, to]) => to)).toEqual(['server-1:4000', 'server-2:4000']);
    for (const [from = ''] of edits) expect(site).toContain(`server ${from} `);
    for (const file of site.matchAll(/ssl_certificate(?:_key)? (\S+);/g)) expect(text).toContain(`:${file[1]}:ro`);
  });
});
