/** An edge of a graph, by the indexes of its nodes. */
export interface Edge {
  readonly from: number;
  readonly to: number;
}

/** Where everything is drawn, in columns and rows; rows may be halves. */
export interface Layout {
  readonly columns: number;
  readonly rows: number;
  readonly places: readonly { readonly column: number; readonly row: number }[];
  /** For each edge, the rows at which it passes the columns between its ends. */
  readonly bends: readonly (readonly number[])[];
}

/** Rounds of ordering: more change nothing in pictures of forty boxes. */
const SWEEPS = 6;

/**
 * A layered drawing: each edge leads to the right (one that closes a circle, to the left), long edges pass between the
 * boxes, and each column is ordered so that few edges cross.
 */
export function layoutOf(count: number, edges: readonly Edge[]): Layout {
  const columnOf = columnsOf(count, withoutCircles(count, edges));
  const columns = Math.max(0, ...columnOf) + 1;
  const layers: number[][] = Array.from({ length: columns }, () => []);
  for (const [node, column] of columnOf.entries()) layers[column]?.push(node);
  const neighbours: number[][] = Array.from({ length: count }, () => []);
  const bendNodes = edges.map(({ from, to }) => threaded(from, to, columnOf, layers, neighbours));
  order(layers, neighbours);
  const rows = Math.max(0, ...layers.map((layer) => layer.length));
  const rowOf = new Map(
    layers.flatMap((layer) => layer.map((node, index) => [node, index + (rows - layer.length) / 2] as const)),
  );
  return {
    columns,
    rows,
    places: columnOf.map((column, node) => ({ column, row: rowOf.get(node) ?? 0 })),
    bends: bendNodes.map((nodes) => nodes.map((node) => rowOf.get(node) ?? 0)),
  };
}

/** The edges, those turned round that would close a circle. */
function withoutCircles(count: number, edges: readonly Edge[]): readonly Edge[] {
  const kept: Edge[] = [];
  const next: number[][] = Array.from({ length: count }, () => []);
  const reaches = (from: number, to: number): boolean => {
    const seen = new Set([from]);
    for (const node of seen) for (const other of next[node] ?? []) seen.add(other);
    return seen.has(to);
  };
  for (const { from, to } of edges) {
    const edge = reaches(to, from) ? { from: to, to: from } : { from, to };
    if (edge.from === edge.to) continue;
    next[edge.from]?.push(edge.to);
    kept.push(edge);
  }
  return kept;
}

/** The longest way to each node; what nothing leads to moves up to what it leads to. */
function columnsOf(count: number, edges: readonly Edge[]): readonly number[] {
  const columns = Array.from({ length: count }, () => 0);
  const columnAt = (node: number): number => columns[node] ?? 0;
  for (let round = 0, changed = true; changed && round < count; round++) {
    changed = false;
    for (const { from, to } of edges) {
      if (columnAt(to) > columnAt(from)) continue;
      columns[to] = columnAt(from) + 1;
      changed = true;
    }
  }
  for (let node = 0; node < count; node++) {
    const targets = edges.filter(({ from }) => from === node).map(({ to }) => columnAt(to));
    if (targets.length > 0 && edges.every(({ to }) => to !== node)) columns[node] = Math.min(...targets) - 1;
  }
  return columns;
}

/** Puts a node without a box into each column between the ends of an edge; gives them from its start to its end. */
function threaded(
  from: number,
  to: number,
  columnOf: readonly number[],
  layers: readonly number[][],
  neighbours: number[][],
): readonly number[] {
  const [start, end] = [columnOf[from] ?? 0, columnOf[to] ?? 0];
  const step = start < end ? 1 : -1;
  const nodes: number[] = [];
  for (let column = start + step; column !== end && start !== end; column += step) {
    nodes.push(neighbours.length);
    layers[column]?.push(neighbours.length);
    neighbours.push([]);
  }
  const way = [from, ...nodes, to];
  for (const [index, node] of way.entries()) {
    const next = way[index + 1];
    if (next === undefined) continue;
    neighbours[node]?.push(next);
    neighbours[next]?.push(node);
  }
  return nodes;
}

/** Moves each node to the middle of its neighbours in the column before, then in the one behind, and again. */
function order(layers: readonly number[][], neighbours: readonly (readonly number[])[]): void {
  const position = new Map<number, number>();
  const settle = (layer: readonly number[]): void => {
    for (const [index, node] of layer.entries()) position.set(node, index - (layer.length - 1) / 2);
  };
  for (const layer of layers) settle(layer);
  const sides = [layers.slice(1).map((layer, index) => [layer, layers[index]] as const)];
  sides.push(
    layers
      .slice(0, -1)
      .map((layer, index) => [layer, layers[index + 1]] as const)
      .reverse(),
  );
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [layer, fixed] of sides[sweep % 2] ?? []) {
      const beside = new Set(fixed);
      const weights = new Map(
        layer.map((node) => {
          const near = (neighbours[node] ?? []).filter((other) => beside.has(other));
          const sum = near.reduce((total, other) => total + (position.get(other) ?? 0), 0);
          return [node, near.length === 0 ? (position.get(node) ?? 0) : sum / near.length];
        }),
      );
      layer.sort((left, right) => (weights.get(left) ?? 0) - (weights.get(right) ?? 0));
      settle(layer);
    }
  }
}
