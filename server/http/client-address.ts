import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Whether a peer's word about who stands behind it is believed; addresses and networks such as 10.0.0.0/8. */
export type TrustsPeer = (address: string) => boolean;

export function trustedPeers(proxies: readonly string[]): TrustsPeer {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
}

/** The nearest address that no trusted proxy has, as Fastify finds it for requests; upgrades do not pass there. */
export function clientAddress(request: IncomingMessage, trusts: TrustsPeer): string {
  const peer = request.socket.remoteAddress ?? '';
  const forwarded = request.headers['x-forwarded-for'];
  const said = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? ''))
    .split(',')
    .map((part) => part.trim());
  let address = peer;
  for (const next of said.reverse()) {
    if (!trusts(address) || isIP(next) === 0) return address;
    address = next;
  }
  return address;
}
