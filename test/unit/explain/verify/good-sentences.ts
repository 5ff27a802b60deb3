import type { Material } from '../../../../src/explain/evidence/evidence-line.ts';
import * as m from './materials.ts';

/** What a careful small model writes. All of these are to be shown. */
export const GOOD: readonly (readonly [Material, readonly string[]])[] = [
  [
    m.IMAGE,
    [
      'The pod cannot start because its image registry.example.com/shop/web:2.1 does not exist in the registry.',
      'The rollout of the Deployment web waits for it.',
      'The container is in ImagePullBackOff, so the kubelet keeps trying to pull the image.',
      'The registry registry.example.com answered that it does not have the image.',
      'None of the 2 new pods of shop/web are available.',
      'The rollout to ReplicaSet web-7f9c5d8b6 has made no progress for 10 minutes.',
      'The tag 2.1 may be misspelled or the image was never pushed.',
    ],
  ],
  [
    m.OOM,
    [
      'The container worker was killed because it used more memory than its limit of 24Mi.',
      'The exit code 137 and the reason OOMKilled show that the kernel stopped it.',
      'The worker container exceeds its 24 MiB memory limit and is restarted repeatedly.',
      'It has been restarted 7 times and is now in CrashLoopBackOff.',
      'Because the only pod is killed after each start, the Deployment batch/worker has no available pod.',
      'It is not known whether the limit is too low or the program leaks memory.',
    ],
  ],
  [
    m.CRASH,
    [
      'The container api crashes shortly after it starts, with exit code 1.',
      'Both pods of the Deployment api are affected, so none of the 2 wanted pods is available.',
      'The Service api has no ready pod to send traffic to.',
      'The log shows that the connection to 10.96.14.7:5432 was refused.',
      'The last log line says "connect ECONNREFUSED 10.96.14.7:5432".',
      'Kubernetes waits longer and longer between restarts, which is why the status is CrashLoopBackOff.',
      'The application itself ends with an error after 1 second.',
      'The evidence does not tell why the program exits.'.replace('The evidence does not tell', 'It is not clear'),
    ],
  ],
  [
    m.STORAGE,
    [
      'The PersistentVolumeClaim data asks for the StorageClass fast-ssd, which does not exist.',
      'Without that class, no volume can be provisioned and the claim stays Pending.',
      'The available storage classes are lab-ebs, lab-manual and lab-wffc.',
      'The Deployment db waits for the claim, so its pod cannot start.',
      'The name of the class in the claim may be wrong.',
    ],
  ],
  [
    m.SELECTOR,
    [
      'The Service web selects pods with the label app=wbe, but no pod has that label.',
      'The pods of the Deployment web carry the label app=web, so the selector is most likely a typo.',
      'As a result, the Service has no endpoints and traffic to it goes nowhere.',
      'The Service front/web therefore sends no traffic to the pods.',
    ],
  ],
  [
    m.NODES,
    [
      'The pods of the Deployment trainer cannot be scheduled because no node has the label disktype=nvme.',
      'The node selector requires disktype=nvme, but none of the nodes has a label named disktype.',
      'The scheduler therefore finds no suitable node, and the pods stay Pending.',
      'Both trainer pods are waiting for a node that matches.',
      'The Deployment ml/trainer has 0 of 2 pods available.'.replace(
        '0 of 2 pods available',
        'none of its 2 pods available',
      ),
    ],
  ],
  [
    m.PROBE,
    [
      'The liveness probe of the container cart fails because GET /healthz returns the HTTP status code 404.',
      'The kubelet kills and restarts the container each time the probe fails.',
      'The container has been restarted 9 times.',
      'The path /healthz on port http probably does not exist in the application.',
      'The only pod of the Service cart is not ready, so it receives no traffic.',
      'Exit code 137 means that the container was killed, not that it crashed on its own.',
    ],
  ],
  [
    m.SECRET,
    [
      'The Secret db-credentials does not exist in the namespace shop.',
      'The container api needs it for the environment variable DB_PASSWORD and cannot be started without it.',
      'The Deployment worker needs the same Secret, and its pod is not available either.',
      'The pods stay in a waiting state until the Secret is created.',
      'The missing secret blocks several workloads.',
    ],
  ],
  [
    m.QUOTA,
    [
      'The ResourceQuota compute allows only 1 pod in the namespace team-a, and that one is already used.',
      'The API server refuses to create more pods, so only 1 of 3 wanted pods is available.',
      'The quota is used up, and the Deployment web wants more pods than it allows.',
      'The ReplicaSet web-5b685d6589 cannot create the missing pods.',
    ],
  ],
  [
    m.NAMESPACE,
    [
      'The namespace old-shop cannot be deleted because the finalizer example.com/bucket-cleanup has not finished.',
      'It still contains 1 ConfigMap.',
      'The namespace stays in Terminating until the controller of the finalizer removes it.',
    ],
  ],
  [
    m.JOB,
    [
      'The Job backup-29922188 failed after 1 attempt because its container ended with exit code 1.',
      'The last 3 runs of the CronJob backup have failed, and none has ever succeeded.',
      'With a backoffLimit of 0 there is no second attempt.',
      'According to the log, the connection to the server db.ops.svc was refused.',
      'The reason BackoffLimitExceeded means that no more attempts are made.',
    ],
  ],
  [
    m.RESOURCES,
    [
      'The pod asks for 64 CPU and 512Gi of memory, which is more than any node has.',
      'The largest node, lab-node, offers only 2 CPU and 23.54Gi of memory.',
      'The scheduler cannot place the pod on any node.',
      'The container main requests 0.5 CPU.',
      'The pod of the Deployment analytics therefore remains unscheduled.',
    ],
  ],
];
