/** Which kubeconfig, and which context of it; absent as on the command line. */
export interface Where {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** Where the compose stack mounts the user's folder. */
const MOUNTED = '/kube';

/**
 * The user's kubeconfig; or a copy of it that works in this container, where `MEKHANIKUBE_KUBECONFIG_COPY` says where to
 * write one. It is made only by a command that reads the cluster: the others need no kubeconfig.
 *
 * @throws MekhanikubeError `cluster-unreadable` where the API server is out of reach from here
 */
export async function kubeconfigHere(
  options: Where & { readonly quiet?: boolean },
  signal: AbortSignal,
): Promise<Where> {
  const output = process.env['MEKHANIKUBE_KUBECONFIG_COPY'];
  if (output === undefined || output === '') return options;
  const { prepareKubeconfig } = await import('./kubeconfig-prepare.ts');
  const onHost = process.env['MEKHANIKUBE_HOST_KUBE_DIR'];
  const hostHome = onHost === undefined || onHost === '' ? [] : [`${onHost}=${MOUNTED}`];
  await prepareKubeconfig({ ...options, hostHome, output }, { signal });
  // The copy has the chosen context only.
  return { kubeconfig: output };
}
