import { kubectl } from '../kubectl.ts';

/** How to find out why a webhook cannot be called. */
export function callSteps({
  webhook,
  configuration,
  service,
}: {
  readonly webhook: string;
  /** As kubectl takes it; null where it was not found. */
  readonly configuration: string | null;
  readonly service: string | null;
}): readonly { readonly text: string; readonly command: string }[] {
  const [namespace = '', name = ''] = service?.split('/') ?? [];
  const endpoints = {
    text: 'See whether the Service of the webhook has ready endpoints',
    command: kubectl('get', 'endpointslices', '-n', namespace, '-l', `kubernetes.io/service-name=${name}`),
  };
  return [
    ...(service === null ? [] : [endpoints]),
    configuration === null
      ? {
          text: `Find the configuration with webhook ${webhook}`,
          command: kubectl('get', 'validatingwebhookconfigurations,mutatingwebhookconfigurations', '-o', 'yaml'),
        }
      : {
          text: 'See the address, the timeout and the certificate that the API server calls it with',
          command: kubectl('get', configuration, '-o', 'yaml'),
        },
  ];
}
