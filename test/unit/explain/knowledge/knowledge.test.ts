import { describe, expect, test } from 'vitest';
import { knowledgeOf } from '../../../../src/explain/knowledge/knowledge.ts';
import { refTo } from '../../../../src/kube/object-ref.ts';
import { symptom } from '../../../support/symptom.ts';
import { exampleFinding, findingOn, proseWith, seenOn } from './example-finding.ts';

const look = (prose: string, finding = exampleFinding()) => knowledgeOf(finding, proseWith(prose)).look;

describe('names', () => {
  test('are those of the judged pod and of its owner', () => {
    expect(look('`kubectl logs POD -n NAMESPACE -c CONTAINER` shows it. See `WORKLOAD`.')).toBe(
      '`kubectl logs web-6b4-f9l -n shop -c web` shows it. See `deployment/web`.',
    );
  });

  test.each([
    ['StatefulSet', 'statefulset/db'],
    ['DaemonSet', 'daemonset/db'],
  ] as const)('a %s is named as what it is', (kind, owner) => {
    const finding = exampleFinding({ subject: refTo(kind, 'shop', 'db') });
    expect(look('`kubectl rollout undo WORKLOAD -n NAMESPACE` goes back.', finding)).toBe(
      `\`kubectl rollout undo ${owner} -n shop\` goes back.`,
    );
  });

  test.each(['Pod', 'Job', 'CronJob', 'ReplicaSet'] as const)('a %s is not rolled out', (kind) => {
    const prose =
      '`kubectl describe WORKLOAD -n NAMESPACE` helps. `kubectl rollout undo WORKLOAD -n NAMESPACE` goes back.';
    const owner = `${kind.toLowerCase()}/x`;
    expect(look(prose, findingOn(kind, 'shop', 'x'))).toBe(`\`kubectl describe ${owner} -n shop\` helps.`);
  });

  test("another group's kind of the same name is none of ours", () => {
    const subject = { apiVersion: 'apps.kruise.io/v1beta1', kind: 'StatefulSet', namespace: 'shop', name: 'db' };
    const prose =
      '`kubectl rollout undo WORKLOAD -n NAMESPACE` goes back. `kubectl describe OBJECT -n NAMESPACE` helps.';
    expect(look(prose, exampleFinding({ subject, members: [] }))).toBe(
      '`kubectl describe statefulset.v1beta1.apps.kruise.io/db -n shop` helps.',
    );
  });

  test('an autoscaler leads to what it scales', () => {
    const facts = { targetApiVersion: 'apps/v1', targetKind: 'Deployment', targetName: 'web' };
    const prose = '`kubectl get WORKLOAD -n NAMESPACE` shows it. `kubectl get nodes` too.';
    const filled = (apiVersion: string) =>
      look(
        prose,
        findingOn('HorizontalPodAutoscaler', 'shop', 'cpu', { facts: { ...facts, targetApiVersion: apiVersion } }),
      );
    expect(filled('apps/v1')).toBe('`kubectl get deployment/web -n shop` shows it. `kubectl get nodes` too.');
    expect(filled('example.com/v1')).toBe('`kubectl get nodes` too.');
  });

  test('each command of a pipeline is filled by itself, and the bars stay bars', () => {
    const facts = { secret: 'tls', release: 'web', image: 'a|b' };
    const prose =
      "`kubectl get secret SECRET -n NAMESPACE -o jsonpath='{.data.tls\\.crt}' | base64 -d`. " +
      '`helm history RELEASE -n NAMESPACE`. `kubectl get pods -A | grep IMAGE`. `crictl pull IMAGE | cat`.';
    expect(look(prose, exampleFinding({ facts }))).toBe(
      "`kubectl get secret tls -n shop -o 'jsonpath={.data.tls\\.crt}' | base64 -d`. " +
        "`helm history web -n shop`. `kubectl get pods -A | grep 'a|b'`. `crictl pull 'a|b' | cat`.",
    );
  });

  test('an object of no namespace is looked at without one', () => {
    const finding = findingOn('Node', null, 'worker-1');
    expect(look('`kubectl describe OBJECT -n NAMESPACE` and `kubectl uncordon NODE`.', finding)).toBe(
      '`kubectl describe node/worker-1` and `kubectl uncordon worker-1`.',
    );
  });

  test('the kind before NAME says whose name it is', () => {
    const finding = findingOn('Service', 'shop', 'web', { members: [refTo('HorizontalPodAutoscaler', 'shop', 'cpu')] });
    for (const form of ['hpa NAME', 'hpa/NAME'])
      expect(look(`\`kubectl describe ${form} -n NAMESPACE\` shows it.`, finding)).toBe(
        `\`kubectl describe ${form.replace('NAME', 'cpu')} -n shop\` shows it.`,
      );
  });

  test('the namespace is the one of the object in the command, not of the finding', () => {
    const finding = exampleFinding({ facts: { service: 'policy-system/policy' } });
    expect(look('`kubectl get service SERVICE -n NAMESPACE` and `kubectl get pods -n NAMESPACE`.', finding)).toBe(
      '`kubectl get service policy -n policy-system` and `kubectl get pods -n shop`.',
    );
  });

  test('objects of two namespaces share no command', () => {
    const finding = exampleFinding({ facts: { service: 'policy-system/policy' } });
    expect(
      look('`kubectl get pod/POD service/SERVICE -n NAMESPACE` is wrong. `kubectl get nodes` is right.', finding),
    ).toBe('`kubectl get nodes` is right.');
  });

  test('a Namespace is its own namespace', () => {
    expect(look('`kubectl get namespace NAMESPACE -o yaml` shows it.', findingOn('Namespace', null, 'old'))).toBe(
      '`kubectl get namespace old -o yaml` shows it.',
    );
  });

  test('the first of several members is taken, and the judged object before what is only evidence', () => {
    const finding = exampleFinding({
      members: [refTo('Pod', 'shop', 'a'), refTo('Pod', 'shop', 'b')],
      evidence: [seenOn(refTo('Pod', 'shop', 'c')), seenOn(refTo('Node', null, 'worker-2'))],
    });
    expect(look('`kubectl describe pod POD -n NAMESPACE` and `kubectl describe node NODE`.', finding)).toBe(
      '`kubectl describe pod a -n shop` and `kubectl describe node worker-2`.',
    );
  });

  test('a container is read from the path of the evidence where no fact names it', () => {
    const path = 'status.initContainerStatuses[name=migrate].restartCount';
    const finding = exampleFinding({ facts: {}, evidence: [seenOn(refTo('Pod', 'shop', 'web'), path)] });
    expect(look('`kubectl logs POD -c CONTAINER -n NAMESPACE`.', finding)).toContain('-c migrate');
  });

  test('a selector of another namespace is looked for there', () => {
    const facts = { selector: 'app in (a,b)', namespaces: ['store'] };
    expect(look('`kubectl get pods -n NAMESPACE -l SELECTOR` finds none.', exampleFinding({ facts }))).toBe(
      "`kubectl get pods -n store -l 'app in (a,b)'` finds none.",
    );
  });

  test('names of symptoms and causes count as well', () => {
    const unready = symptom({ check: 'pod-not-ready', subject: refTo('Pod', 'shop', 'db-1'), message: 'not ready' });
    const finding = findingOn('StatefulSet', 'shop', 'db', { symptoms: [unready] });
    expect(look('`kubectl describe pod POD -n NAMESPACE` says why.', finding)).toContain('pod db-1 -n shop');
  });
});

describe('what is missing', () => {
  test('takes its sentence with it, and no other', () => {
    const prose =
      'Look first.\nThen, as `a. B` says: `kubectl describe node NODE` shows it. `kubectl get pods -n NAMESPACE` too.';
    expect(look(prose)).toBe('Look first. `kubectl get pods -n shop` too.');
  });

  test('leaves a command for the judged object', () => {
    expect(look('Think. `kubectl describe node NODE` shows it.')).toBe(
      'Think. `kubectl describe -n shop pod/web-6b4-f9l` shows its state and events.',
    );
  });

  test('leaves the first fix that can be pasted where a section would be empty', () => {
    const fixes = [
      { text: 'Label it', command: 'kubectl label node NODE a=b' },
      { text: 'Make it', command: 'kubectl create configmap web --from-literal=KEY=VALUE' },
      { text: 'Read the log', command: 'kubectl logs web' },
    ];
    const prose = proseWith('`kubectl get pods`.', { repair: '`kubectl uncordon NODE` does it.' });
    expect(knowledgeOf(exampleFinding({ fixes }), prose).repair).toBe('Read the log: `kubectl logs web`.');
  });

  test('never shows a fix with something to choose as a command', () => {
    const fixes = [{ text: 'Label it', command: 'kubectl label node NODE a=b' }];
    const prose = proseWith('`kubectl get pods`.', { repair: '`kubectl uncordon NODE` does it.' });
    expect(knowledgeOf(exampleFinding({ fixes }), prose).repair).toBe('Label it.');
  });
});

test('words that only contain a placeholder, columns and text outside of code stay as they are', () => {
  const prose = 'NAME and POD. `kubectl get nodes -o custom-columns=NAME:.metadata.name` shows `PODS`, `MY_POD`.';
  expect(look(prose)).toBe(prose);
});

test('paragraphs stay apart, and lines are joined', () => {
  expect(look('One\nline.\n\n`kubectl get\npods` too.')).toBe('One line.\n\n`kubectl get pods` too.');
});

test('the same finding gives the same text', () => {
  const prose = proseWith('`kubectl logs POD -n NAMESPACE` shows it.');
  expect(knowledgeOf(exampleFinding(), prose)).toEqual(knowledgeOf(exampleFinding(), prose));
});
