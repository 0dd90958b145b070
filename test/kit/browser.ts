// A real Chromium on a real server with the built client.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Config } from '#server/config.ts';
import { ensureClient } from '#server/start/client-build.ts';
import { startTestApp, type TestApp } from './api.ts';
import { freePort } from './redis.ts';

/** For expect.poll(): how long a busy machine may take to show what it will show. */
export const PATIENCE = { timeout: 20_000, interval: 100 };

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface WindowOptions {
  width?: number;
  height?: number;
  /** A sign-in that stands already, as `cookieOf` makes it. */
  cookie?: string;
  /** How wrong the device's clock is. */
  clockOffByMs?: number;
}

export interface BrowserWorld {
  app: TestApp;
  siteUrl: string;
  /** Another window with cookies of its own. */
  window(options?: WindowOptions): Promise<Page>;
  /** What the pages complained of: errors, and requests to anybody else. */
  complaints: string[];
  stop(): Promise<void>;
}

/** The server listens where the pages think it does, or their cookies and sockets would be refused. */
export async function startBrowserWorld(chromiumPath: string, config: Partial<Config> = {}): Promise<BrowserWorld> {
  await ensureClient({
    mode: 'development',
    environment: process.env,
    signal: new AbortController().signal,
    onBuild: () => undefined,
  });
  const port = config.port ?? (await freePort());
  const siteUrl = config.siteUrl ?? `http://localhost:${port}`;
  const site = { port, siteUrl, allowedOrigins: [siteUrl] };
  const app = await startTestApp({ realTime: true, config: { ...config, ...site, jobs: true } });
  const browser = await openBrowser(chromiumPath);
  return {
    app,
    siteUrl,
    complaints: browser.complaints,
    window: (options) => browser.window(siteUrl, options),
    async stop() {
      await browser.close();
      await app.stop();
    },
  };
}

interface TestBrowser {
  complaints: string[];
  window(siteUrl: string, options?: WindowOptions): Promise<Page>;
  close(): Promise<void>;
}

async function openBrowser(chromiumPath: string): Promise<TestBrowser> {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'sportello-browser-'));
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath,
    args: FLAGS,
    env: { ...process.env, HOME: profile },
  });
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  return {
    complaints,
    async window(siteUrl, { width = 1280, height = 900, cookie, clockOffByMs } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        baseURL: siteUrl,
        locale: 'it-IT',
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      if (cookie) {
        const [name = '', value = ''] = cookie.split('=');
        // __Host- cookies are secure ones, and localhost counts as secure.
        await context.addCookies([{ name, value, url: siteUrl.replace('http:', 'https:'), secure: true }]);
      }
      if (clockOffByMs) await context.addInitScript(shiftDate, clockOffByMs);
      const page = await context.newPage();
      listenTo(page, complaints);
      return page;
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

function listenTo(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(http|ws):\/\/localhost:|^(data|blob):/.test(request.url())) complaints.push(`asked ${request.url()}`);
  });
}

/** Runs in the page before anything else: its wall clock is wrong, its monotonic clock is not. */
function shiftDate(byMs: number): void {
  const Right = Date;
  globalThis.Date = class extends Right {
    constructor(...parts: [] | [string | number | Date]) {
      if (parts.length === 0) super(Right.now() + byMs);
      else super(...parts);
    }
    static override now(): number {
      return Right.now() + byMs;
    }
  } as DateConstructor;
}
