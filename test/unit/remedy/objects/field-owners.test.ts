import { describe, expect, it } from 'vitest';
import { appliersOf } from '../../../../src/remedy/objects/field-owners.ts';
import { made } from '../../../support/consider.ts';

const owned = (fieldsV1: object, operation = 'Apply') =>
  made('Deployment', 'web', { metadata: { managedFields: [{ operation, manager: 'argocd', fieldsV1 }] } });
const containers = { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } };
const image = (name: string) => ({ path: ['spec', 'containers', { key: 'name', value: name }, 'image'], value: 'b' });

describe('appliersOf', () => {
  it('names who applies the field, or its parent as a whole', () => {
    expect(appliersOf(owned(containers), [image('web')])).toEqual(['argocd']);
    expect(appliersOf(owned({ 'f:spec': { 'f:args': {} } }), [{ path: ['spec', 'args', 'x'], value: 1 }])).toEqual([
      'argocd',
    ]);
    expect(appliersOf(owned(containers), [{ path: ['spec'], value: {} }])).toEqual(['argocd']);
  });

  it('names nobody who applies something else, or has only updated it once', () => {
    expect(appliersOf(owned(containers), [image('other')])).toEqual([]);
    expect(appliersOf(owned(containers, 'Update'), [image('web')])).toEqual([]);
    expect(appliersOf(owned({ 'f:spec': { 'k:{broken': {} } }), [image('web')])).toEqual([]);
  });
});
