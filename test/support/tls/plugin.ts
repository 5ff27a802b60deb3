import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../fake-api/kubeconfig.ts';

/** Writes a program that Node runs, as a credential plugin, and returns its path. */
export function writePlugin(source: string): string {
  const path = join(temporaryFolder(), 'plugin');
  writeFileSync(path, `#!${process.execPath}\n${source}`);
  chmodSync(path, 0o755);
  return path;
}

/** A plugin that gives this. */
export function pluginGiving(status: object): string {
  const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status };
  return writePlugin(`console.log(${JSON.stringify(JSON.stringify(credential))});`);
}

/** A token that says of itself when it ends. */
export function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.${Buffer.from('signature').toString('base64url')}`;
}
