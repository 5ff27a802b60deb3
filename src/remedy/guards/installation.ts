import { countText } from '../../base/list-text.ts';
import { defineGuard } from './define-guard.ts';
import type { InstallationFacts } from './facts.ts';
import type { Denial } from './guard.ts';
import { deny, together } from './verdicts.ts';

/** The name of the ConfigMap that stops everything, in a namespace of ours. */
export const CONTROL_MAP = 'mekhanikube-control';

/** The stop switches, a full disk, and the policy's breaker. */
export const installation = defineGuard({
  id: 'installation',
  title: 'The stop switch and the circuit breaker',
  on: 'installation',
  judge: (facts) => together([...paused(facts), ...storage(facts), ...breaker(facts)]),
});

function paused({ pause, controls }: InstallationFacts): readonly Denial[] {
  const since = pause?.since == null ? '' : ` since ${pause.since}`;
  const why = pause?.reason == null ? '' : `: ${pause.reason}`;
  const here =
    pause === null ? [] : [deny(`repair is paused${since}${why}`, { id: 'Paused', hint: 'mekhanikube resume' })];
  const there = controls
    // Somebody who writes "yes" means to stop it, too.
    .filter(({ paused: value }) => value !== undefined && !['', 'false'].includes(value.trim().toLowerCase()))
    .map(({ namespace, paused: value }) =>
      deny(`repair is paused: ConfigMap ${namespace}/${CONTROL_MAP} says paused "${value ?? ''}"`, {
        id: 'Paused',
        hint: `kubectl -n ${namespace} patch configmap ${CONTROL_MAP} --type=merge -p '{"data":{"paused":"false"}}'`,
      }),
    );
  return [...here, ...there];
}

function storage({ isStorageLow }: InstallationFacts): readonly Denial[] {
  if (!isStorageLow) return [];
  const hint = 'free space on the disk of the state folder, then mekhanikube resume';
  return [deny('the disk of the state folder ran full during an earlier run', { id: 'StorageLow', hint })];
}

function breaker({ breaker: state }: InstallationFacts): readonly Denial[] {
  if (state === null || state.state === 'closed') return [];
  if (state.state === 'open') {
    const until = state.until.toISOString();
    const reason = `the breaker of the policy is open until ${until}: ${countText(state.failures, 'run')} failed`;
    return [deny(reason, { id: 'CircuitOpen', hint: 'find out why they failed before it closes' })];
  }
  if (state.probe === null) return [];
  return [deny(`the breaker of the policy lets one run through, and ${state.probe} is that`, { id: 'CircuitOpen' })];
}
