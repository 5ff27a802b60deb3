import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { foreignImages, openNode } from '../../kube/nodes/foreign-images.ts';
import { refKey, refOf } from '../../kube/object-ref.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const nodeRuntimeMixedArch = defineCheck({
  id: 'node-runtime-mixed-arch',
  title: 'Image does not run on all nodes that its pods may get',
  severity: 'low',
  level: 'cause',
  subject: ['Deployment', 'StatefulSet'],
  reads: ['Node', 'Pod'],
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch',
  facts: z.object({ image: z.string(), architecture: z.string(), node: z.string() }),
  message: ({ image, architecture, node }) =>
    `Image ${image} does not run on ${architecture}, and nothing keeps the next pod off node ${node}, which is ${architecture}`,
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the nodeSelector: kubernetes.io/arch, with what the image is for'),
    { text: 'See the architecture of each node', command: kubectl('get', 'nodes', '-L', 'kubernetes.io/arch') },
    { text: 'Or build the image for all of them: docker buildx build --platform', command: null },
  ],
  *find(workload, view) {
    const images = view.shared(foreignImages);
    const template = workload.spec?.template?.spec;
    if (images.size === 0 || template === undefined || desiredReplicas(workload) === 0) return;
    for (const { name = '', image = '' } of template.containers ?? []) {
      const foreign = images.get(image);
      // What has failed there already is told of itself.
      if (foreign === undefined || foreign.owners.has(refKey(refOf(workload)))) continue;
      const node = openNode(template, foreign.architecture, view.all('Node'));
      if (node === undefined) continue;
      yield {
        cause: `${image}/${foreign.architecture}`,
        latent: true,
        confidence: 'likely',
        facts: { image, architecture: foreign.architecture, node: node.metadata.name },
        evidence: [
          { path: `spec.template.spec.containers[name=${name}].image`, value: image },
          { object: node, path: 'status.nodeInfo.architecture', value: foreign.architecture },
          { object: foreign.pod, path: 'spec.nodeName', value: foreign.pod.spec?.nodeName },
        ],
      };
    }
  },
});
