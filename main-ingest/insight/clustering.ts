import { agnes, type Cluster } from 'ml-hclust';

/** Two nodes become one: a node below the number of leaves is the leaf at that place of `order`, else an earlier merge. */
export interface Merge {
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

export interface Clustering {
  /** Rows of the input in the order in which a dendrogram crosses no branches. */
  readonly order: readonly number[];
  /** From the lowest up; merge `i` is node `order.length + i`. */
  readonly merges: readonly Merge[];
}

/**
 * Ward's clustering of rows by their Euclidean distance (`ward.D2` in R). At each merge the branch of the greater mean
 * weight stands first.
 *
 * J. H. Ward, "Hierarchical Grouping to Optimize an Objective Function", JASA 58 (1963) 236–244; F. Murtagh,
 * P. Legendre, J. Classif. 31 (2014) 274–295 on the square root.
 */
export function ward(rows: ReadonlyArray<readonly number[]>, weights: readonly number[]): Clustering {
  if (rows.length < 2) return { order: rows.map((_, index) => index), merges: [] };
  const root = agnes(
    rows.map((row) => [...row]),
    { method: 'ward2' },
  );
  const order: number[] = [];
  walk(root, weights, order);
  const place = new Map(order.map((row, index) => [row, index]));

  const inner: Cluster[] = [];
  root.traverse((node) => {
    if (!node.isLeaf) inner.push(node);
  });
  inner.sort((a, b) => a.height - b.height || a.size - b.size);
  const number = new Map(inner.map((node, index) => [node, rows.length + index]));
  const merges = inner.map((node): Merge => {
    const [a = 0, b = 0] = sorted(node, weights).map((child) =>
      child.isLeaf ? place.get(child.index) : number.get(child),
    );
    return { a, b, height: node.height };
  });
  return { order, merges };
}

function walk(node: Cluster, weights: readonly number[], order: number[]): void {
  if (node.isLeaf) order.push(node.index);
  else for (const child of sorted(node, weights)) walk(child, weights, order);
}

function sorted(node: Cluster, weights: readonly number[]): Cluster[] {
  return [...node.children].sort((a, b) => meanWeight(b, weights) - meanWeight(a, weights));
}

function meanWeight(node: Cluster, weights: readonly number[]): number {
  const leaves = node.isLeaf ? [node.index] : node.indices();
  return leaves.reduce((sum, leaf) => sum + (weights[leaf] ?? 0), 0) / leaves.length;
}

/**
 * log2 of a lift, drawn towards 0 as if `prior` games more had been won at the rate of all: few games say little.
 * 0 where no game was won at all.
 */
export function shrunkenLog2Lift(wins: number, games: number, base: number, prior = 10): number {
  return base === 0 ? 0 : Math.log2((wins + prior * base) / ((games + prior) * base));
}
