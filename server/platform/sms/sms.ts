import type { JobHandlers } from '../jobs/worker.ts';
import { createGatewayTransport, type SmsGateway } from './gateway.ts';
import { createSmsMailbox } from './mailbox.ts';
import { createSmsSender, type SmsSenderOptions } from './sender.ts';

export interface SmsConfig {
  mode: 'development' | 'production';
  /** null: no gateway. */
  sms: SmsGateway | null;
}

/** Where SMS go: to the gateway, into the development mailbox, or nowhere, which pages say (MSG-04, POL-703). */
export function smsRoute({ mode, sms }: SmsConfig): 'GATEWAY' | 'MAILBOX' | 'NONE' {
  if (sms) return 'GATEWAY';
  return mode === 'development' ? 'MAILBOX' : 'NONE';
}

export interface SmsSenderParts extends Omit<SmsSenderOptions, 'transport'> {
  config: SmsConfig;
}

/** Sends what `queueSms` wrote; its handler goes to the worker of jobs. */
export function createSms({ config, ...options }: SmsSenderParts): Required<Pick<JobHandlers, 'sms.send'>> {
  const { sms } = config;
  if (smsRoute(config) === 'NONE') {
    // The gateway was taken away with some still waiting.
    const none = async () => ({ kind: 'refused', error: 'no gateway' }) as const;
    return { 'sms.send': createSmsSender({ ...options, transport: { deliver: none } }) };
  }
  const transport = sms ? createGatewayTransport(sms) : createSmsMailbox(options);
  return { 'sms.send': createSmsSender({ ...options, transport }) };
}
