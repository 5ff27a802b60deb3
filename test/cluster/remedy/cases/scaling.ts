import type { RepairCase } from '../case.ts';
import { deployment, fields, ready, statefulSet } from '../objects.ts';

const web = { kind: 'Deployment', name: 'web' };

function autoscaler(name: string, minReplicas: number, maxReplicas: number) {
  return fields('autoscaling/v2', 'HorizontalPodAutoscaler', name, {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas,
      maxReplicas,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 100 } } },
      ],
    },
  });
}

const claim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } }, storageClassName: '' },
};

export const scale: RepairCase = {
  action: 'scale',
  objects: [
    deployment('web'),
    deployment('scaled'),
    autoscaler('scaled', 1, 3),
    statefulSet('store', { replicas: 2, volumeClaimTemplates: [claim] }),
  ],
  ready: [ready('web', 1)],
  target: web,
  params: { replicas: 3 },
  holds: [fields('apps/v1', 'Deployment', 'web', { spec: { replicas: 3 }, status: { readyReplicas: 3 } })],
  refusals: [
    {
      when: 'an autoscaler decides',
      target: { kind: 'Deployment', name: 'scaled' },
      says: /HorizontalPodAutoscaler .*scaled decides how many pods/,
    },
    { when: 'no pod would be left', params: { replicas: 0 }, says: /would have no pod left/ },
    {
      when: 'volumes would be out of reach',
      target: { kind: 'StatefulSet', name: 'store' },
      params: { delta: -1 },
      says: /have volumes of their own/,
    },
    { when: 'it has as many', says: /wants 3 replicas already/, afterwards: true },
    { when: 'it is far more than there are', params: { factor: 10, min: 200 }, says: /maxReplicas is 100/ },
  ],
};

export const hpa: RepairCase = {
  action: 'hpa.adjust',
  objects: [deployment('web'), autoscaler('web', 1, 2), autoscaler('nothing', 1, 2)],
  ready: [
    ready('web', 1),
    fields('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', { status: { currentReplicas: 1 } }),
  ],
  target: { kind: 'HorizontalPodAutoscaler', name: 'web' },
  params: { minReplicas: 2, maxReplicas: 3 },
  holds: [
    fields('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: { minReplicas: 2, maxReplicas: 3 },
      status: { desiredReplicas: 2 },
    }),
    fields('apps/v1', 'Deployment', 'web', { spec: { replicas: 2 } }),
  ],
  generations: null,
  refusals: [
    { when: 'the bounds would cross', params: { minReplicas: 9 }, says: /at least 9 and at most 2 replicas/ },
    {
      when: 'its target is not there',
      target: { kind: 'HorizontalPodAutoscaler', name: 'nothing' },
      says: /its target Deployment nothing does not exist/,
    },
    { when: 'it has these bounds', says: /has these bounds already/, afterwards: true },
  ],
};
