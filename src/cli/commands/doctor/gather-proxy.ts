import type { TargetFacts } from '../../../cluster/permissions/index.ts';
import type { ProxyFacts } from '../../../doctor/facts.ts';
import { readExtraCa } from '../../../host/extra-ca.ts';
import type { Environment } from './gather-facts.ts';
import { modelAddress, type WantedModel } from './gather-model.ts';

/** What the environment says of proxies and certificates, without user and password. */
export async function gatherProxy(
  target: TargetFacts | null,
  wanted: WantedModel,
  env: Environment,
): Promise<ProxyFacts> {
  return {
    httpProxy: proxyText(either(env, 'HTTP_PROXY')),
    httpsProxy: proxyText(either(env, 'HTTPS_PROXY')),
    noProxy: either(env, 'NO_PROXY'),
    isNodeTold: isNodeTold(env),
    apiServer: target === null ? null : { host: target.host, proxy: target.proxy },
    modelServer: modelPeer(wanted, env),
    extraCa: await readExtraCa(env['NODE_EXTRA_CA_CERTS'], new Date()),
  };
}

function either(env: Environment, variable: string): string | null {
  return env[variable] || env[variable.toLowerCase()] || null;
}

/** A proxy's address may hold a password. */
function proxyText(value: string | null): string | null {
  if (value === null) return null;
  const host = URL.parse(value.includes('://') ? value : `http://${value}`)?.host;
  return host === undefined || host === '' ? '(no address)' : host;
}

function isNodeTold(env: Environment): boolean {
  return env['NODE_USE_ENV_PROXY'] === '1' || /--use-env-proxy/.test(`${env['NODE_OPTIONS']} ${process.execArgv}`);
}

function modelPeer(wanted: WantedModel, env: Environment): ProxyFacts['modelServer'] {
  try {
    const url = new URL(modelAddress(wanted, env));
    const isTls = url.protocol === 'https:';
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || (isTls ? 443 : 80), isTls };
  } catch {
    return null;
  }
}
