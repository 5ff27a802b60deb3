import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import type { Target } from '../kubeconfig/choose-context.ts';

/** Puts what the Kubernetes client threw while it got credentials into words, without what tools print of tokens. */
export function accessError(target: Target, thrown: unknown): MekhanikubeError {
  const { message, hint } = words(target, thrown);
  // A plugin's output may be quoted in the cause: it stays behind.
  return new MekhanikubeError('cluster-unreadable', message, { hint });
}

function words(target: Target, thrown: unknown): { message: string; hint: string } {
  const { user, context, clusterName, cluster } = target;
  const { code, syscall, path } = systemError(thrown);
  if (code !== '' && syscall === 'open') {
    return {
      message: `the file ${path} that the kubeconfig names cannot be read (${code})`,
      hint: 'restore it, or make a kubeconfig without files: kubectl config view --raw --minify --flatten',
    };
  }
  const said = withoutSecrets(messageOf(thrown));
  if (user.exec) {
    const plugin = `the credential plugin "${user.exec.command}" of context "${context}"`;
    if (code === 'ENOENT') {
      const installHint = shortened((user.exec.installHint ?? '').replace(/\s+/g, ' ').trim());
      return { message: `${plugin} is not installed`, hint: installHint || 'install it, or add its folder to PATH' };
    }
    const ranWell = thrown instanceof SyntaxError || thrown instanceof TypeError;
    const what = ranWell ? 'printed no credentials' : `failed${said === '' ? '' : `: ${said}`}`;
    return {
      message: `${plugin} ${what}`,
      hint: `log in again with its tool, then try: kubectl --context ${context} version`,
    };
  }
  if (user['auth-provider']) {
    return {
      message: `the auth provider "${user['auth-provider'].name}" of context "${context}" gave no credentials: ${said}`,
      hint: 'log in again with the tool that made the kubeconfig',
    };
  }
  if (cluster['proxy-url']) {
    return {
      message: `the proxy-url of cluster "${clusterName}" cannot be used`,
      hint: 'it must begin with http://, https:// or socks5://',
    };
  }
  return { message: `context "${context}" cannot be used: ${said}`, hint: 'look at it with: kubectl config view' };
}

function systemError(thrown: unknown): { code: string; syscall: string; path: string } {
  const field = (name: string): string => {
    const value: unknown = thrown instanceof Error ? Reflect.get(thrown, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { code: field('code'), syscall: field('syscall'), path: field('path') };
}

/** Tools now and then print the token they were given back. */
function withoutSecrets(text: string): string {
  return shortened(text.replace(/\beyJ[\w-]+\.[\w.-]+|[\w+=-]{40,}/g, '(left out)'));
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}
