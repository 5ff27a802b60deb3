import { describe, expect, it } from 'vitest';
import type { Material } from '../../../../src/explain/evidence/evidence-line.ts';
import { verifyText } from '../../../../src/explain/verify/verify-text.ts';
import { verifyTranslation } from '../../../../src/explain/verify/verify-translation.ts';
import { CRASH, OOM, SECRET } from './materials.ts';

function withStatements(material: Material, texts: readonly string[]): Material {
  const [object] = material.objects;
  if (object === undefined) throw new Error('no object');
  const lines = texts.map((text, index) => ({ id: `E${index + 30}`, origin: 'statement' as const, object, text }));
  return { ...material, lines: [...material.lines, ...lines] };
}

const FOLLOWS = withStatements(CRASH, [
  'Follows from it: Ingress shop/api: crash.example.test/ leads to Service api, which has no ready endpoint',
  'Follows from it: PodDisruptionBudget shop/api: No pod may be evicted now: 0 of 2 are healthy',
  'Follows from it: HorizontalPodAutoscaler shop/api: It cannot scale without metrics',
]);

const RANGE = withStatements(OOM, [
  'Deployment batch/worker: LimitRange bounds refuses the pods: a Container may have at most 16Mi memory, and its limit is 24Mi',
  'Deployment batch/worker: Wants 64 cpu and 512Gi memory; the most is 2 cpu (node lab-node) and 23.54Gi memory (node lab-node)',
]);

const KEY = withStatements(CRASH, [
  'Deployment shop/api: ConfigMap api-config has no key database_url, but container api needs it',
]);

const WRONG: readonly (readonly [string, Material, string])[] = [
  ['reversed', FOLLOWS, 'The Ingress is the cause of the crash of container api.'],
  ['reversed', FOLLOWS, 'Container api ended because the HorizontalPodAutoscaler could not get metrics.'],
  ['unseen', OOM, 'Container worker has a memory leak.'],
  ['unseen', CRASH, 'A firewall blocks the connection of container api.'],
  ['denied', OOM, 'Container worker was not killed.'],
  ['denied', CRASH, 'None of the pods crashes.'],
  ['denied', KEY, 'ConfigMap api-config does not exist, but container api needs it.'],
  ['denied', KEY, 'ConfigMap api-config has the key database_url, but container api does not need it.'],
  ['affirmed', SECRET, 'Secret db-credentials exists, but has no key.'],
  ['counted', CRASH, '7 pods of Deployment api are crashing.'],
  ['counted', CRASH, 'The container api has 1 restart.'],
  ['counted', CRASH, 'Both pods restarted once and then failed.'],
  ['counted', CRASH, 'The container exits with code 1s.'],
  ['counted', CRASH, 'Only 1 of 2 pods is available.'],
  ['swapped', RANGE, 'A Container may have at most 24Mi memory, and its limit is 16Mi.'],
  ['swapped', RANGE, 'Node lab-node has only 512Gi memory.'],
  ['swapped', RANGE, 'The pod wants 2 cpu.'],
  ['no pair', CRASH, 'Namespace api keeps crashing.'],
  ['no pair', CRASH, 'Container process keeps crashing.'],
  ['no pair', KEY, 'The key database_url is missing in Secret api-config.'],
  ['over', CRASH, 'The crash is over.'],
  ['over', CRASH, 'The problem has gone away.'],
  ['over', CRASH, 'This is only a warning and no failure.'],
  ['over', CRASH, 'Container api is rarely restarted.'],
  ['advice', CRASH, 'A rollback to the earlier revision repairs it.'],
  ['advice', OOM, 'An increase of the memory limit repairs it.'],
  ['advice', OOM, 'The crash stops when the container gets more memory.'],
  ['unsaid', CRASH, 'Somebody changed the Deployment api.'],
  ['unsaid', OOM, 'Other pods use all of the memory.'],
  ['unsaid', CRASH, 'The Service api crashes with exit code 1.'],
];

const RIGHT: readonly (readonly [Material, string])[] = [
  [FOLLOWS, 'The Ingress leads nowhere because the Service api has no ready endpoint.'],
  [FOLLOWS, 'Since the container keeps crashing, no pod is ready.'],
  [OOM, 'The program may have a memory leak.'],
  [OOM, 'The container worker was killed 7 times.'],
  [KEY, 'ConfigMap api-config has no key database_url, which container api needs.'],
  [SECRET, 'Secret db-credentials does not exist.'],
  [CRASH, 'None of the 2 pods is available.'],
  [FOLLOWS, '0 of 2 pods are healthy.'],
  [RANGE, 'A Container may have at most 16Mi memory, but its limit is 24Mi.'],
  [RANGE, 'The pod wants 512Gi memory, and node lab-node has only 23.54Gi.'],
  [RANGE, 'The pod wants 64 cpu, and the node lab-node has 2 cpu.'],
  [CRASH, 'Container api of Deployment api in namespace shop keeps crashing.'],
];

describe('known words and numbers in the wrong place', () => {
  it.each(WRONG)('%s', (_, material, sentence) => {
    expect(verifyText(sentence, material).kept).toEqual([]);
  });

  it.each(RIGHT.map(([material, sentence]) => [sentence, material] as const))('keep: %s', (sentence, material) => {
    expect(verifyText(sentence, material)).toEqual({ kept: [sentence], dropped: [] });
  });
});

describe('a translation with the same names', () => {
  const missing = 'Secret db-credentials does not exist in the namespace shop.';
  const crash = 'Container api keeps crashing with exit code 1.';
  const wrong = [
    ['German', 'Das Secret db-credentials existiert im Namespace shop.', missing, SECRET],
    ['French', "Le Secret db-credentials existe dans l'espace de noms shop.", missing, SECRET],
    ['Spanish', 'El Secret db-credentials existe en el namespace shop.', missing, SECRET],
    ['German', 'Der Container api stürzt nicht ab und liefert 1.', crash, CRASH],
    ['German', 'Der Container api läuft mit dem Code 1 einwandfrei.', crash, CRASH],
    ['German', 'Der Container api muss mit dem Code 1 gelöscht werden.', crash, CRASH],
    ['French', 'Le conteneur api est en bon état avec le code 1.', crash, CRASH],
    ['Portuguese', 'O contêiner api foi atacado por um hacker com o código 1.', crash, CRASH],
    ['Spanish', 'El contenedor api falla por la base de datos con el código 1.', crash, CRASH],
    ['Chinese', '容器 api 没有崩溃，退出码为 1。', crash, CRASH],
    ['Chinese', '节点 api 磁盘已满，退出码为 1。', crash, CRASH],
    [
      'German',
      'Der Container worker braucht weniger Speicher als 24Mi.',
      'Container worker needs more memory than 24Mi.',
      OOM,
    ],
  ] as const;
  const right = [
    ['German', 'Das Secret db-credentials existiert im Namespace shop nicht.', missing, SECRET],
    ['French', "Le Secret db-credentials n'existe pas dans le namespace shop.", missing, SECRET],
    ['Chinese', '命名空间 shop 中不存在 Secret db-credentials。', missing, SECRET],
    ['German', 'Der Container api stürzt mit dem Exit-Code 1 immer wieder ab.', crash, CRASH],
    ['French', 'Le conteneur api plante en boucle avec le code de sortie 1.', crash, CRASH],
    ['Chinese', '容器 api 不断崩溃，退出代码为 1。', crash, CRASH],
    ['German', 'Der Pod benötigt 64 CPUs und 512 GiB Speicher.', 'The pod wants 64 cpu and 512Gi memory.', RANGE],
    ['French', 'Le pod demande 64 CPU et 512 Gio de mémoire.', 'The pod wants 64 cpu and 512Gi memory.', RANGE],
    ['German', 'Die LimitRange bounds lehnt die Pods ab.', 'LimitRange bounds refuses the pods.', RANGE],
  ] as const;

  it.each(wrong)('%s says something else: %s', (language, text, english, material) => {
    expect(verifyTranslation(text, [english], language, material).kept).toEqual([]);
  });

  it.each(right)('%s says the same: %s', (language, text, english, material) => {
    expect(verifyTranslation(text, [english], language, material)).toEqual({ kept: [text], dropped: [] });
  });
});
