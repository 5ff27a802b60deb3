import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutOf } from '../../../src/report/html/layout.ts';

const graph = fc.integer({ min: 1, max: 40 }).chain((count) =>
  fc.tuple(
    fc.constant(count),
    fc.array(
      fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).map(([from, to]) => ({ from, to })),
      { maxLength: 80 },
    ),
  ),
);

test('no two boxes share a place, and all are inside', () => {
  fc.assert(
    fc.property(graph, ([count, edges]) => {
      const { columns, rows, places } = layoutOf(count, edges);
      expect(new Set(places.map(({ column, row }) => `${column} ${row}`)).size).toBe(count);
      for (const { column, row } of places) {
        expect(column).toBeGreaterThanOrEqual(0);
        expect(column).toBeLessThan(columns);
        expect(row).toBeGreaterThanOrEqual(0);
        expect(row).toBeLessThanOrEqual(rows - 1);
      }
    }),
  );
});

test('an edge that closes no circle leads to the right, and bends in each column that it passes', () => {
  fc.assert(
    fc.property(graph, ([count, any]) => {
      const edges = any.filter(({ from, to }) => from < to);
      const { places, bends } = layoutOf(count, edges);
      for (const [index, { from, to }] of edges.entries()) {
        const distance = (places[to]?.column ?? 0) - (places[from]?.column ?? 0);
        expect(distance).toBeGreaterThan(0);
        expect(bends[index]).toHaveLength(distance - 1);
      }
    }),
  );
});

test('a box and a passing edge never share a place', () => {
  const { places, bends } = layoutOf(3, [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 0, to: 2 },
  ]);
  expect(places.map(({ column }) => column)).toEqual([0, 1, 2]);
  expect(bends).toEqual([[], [], [expect.any(Number)]]);
  expect(bends[2]).not.toEqual([places[1]?.row]);
});

test('what nothing leads to stands beside what it leads to', () => {
  // A Deployment, its pod, a ConfigMap; and a Service of the pod, an autoscaler of the Deployment.
  const { places } = layoutOf(5, [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 3, to: 1 },
    { from: 4, to: 0 },
  ]);
  expect(places.map(({ column }) => column)).toEqual([1, 2, 3, 1, 0]);
});

test('edges that need not cross do not', () => {
  const { places } = layoutOf(4, [
    { from: 0, to: 3 },
    { from: 1, to: 2 },
  ]);
  const row = (index: number) => places[index]?.row ?? 0;
  expect(Math.sign(row(0) - row(1))).toBe(Math.sign(row(3) - row(2)));
});

test('a circle is drawn, too', () => {
  const { columns, places } = layoutOf(2, [
    { from: 0, to: 1 },
    { from: 1, to: 0 },
  ]);
  expect([columns, places.map(({ column }) => column)]).toEqual([2, [0, 1]]);
});
