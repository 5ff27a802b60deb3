import { readFileSync } from 'node:fs';

/** The gateway of the default route, in a container the host; null where there is none, or this is no Linux. */
export function defaultGateway(): string | null {
  try {
    return gatewayIn(readFileSync('/proc/net/route', 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Finds the default route in Linux's table of routes, where addresses are hexadecimal numbers in the machine's order.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export function gatewayIn(table: string): string | null {
  for (const line of table.split('\n').slice(1)) {
    const [, destination, gateway = ''] = line.trim().split(/\s+/);
    if (destination !== '00000000' || !/^[0-9A-F]{8}$/i.test(gateway) || gateway === '00000000') continue;
    return Buffer.from(gateway, 'hex').reverse().join('.');
  }
  return null;
}
