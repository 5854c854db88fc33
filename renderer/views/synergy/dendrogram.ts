/** A leaf is a place along the side; a branch joins two at a height from 0 to 1. */
export type Tree =
  | { readonly kind: 'leaf'; readonly place: number }
  | { readonly kind: 'branch'; readonly a: Tree; readonly b: Tree; readonly height: number };

interface Merge {
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

/**
 * The tree of a clustering with only some of its leaves: a branch that lost one side gives way to the other.
 * @param merges nodes below `leaves` are leaves, else earlier merges
 * @param kept leaves to keep; they become places from 0 in the order of the leaves
 */
export function prunedTree(leaves: number, merges: readonly Merge[], kept: ReadonlySet<number>): Tree | undefined {
  const places = new Map([...kept].sort((a, b) => a - b).map((leaf, place) => [leaf, place]));
  const highest = Math.max(...merges.map(({ height }) => height), Number.MIN_VALUE);
  const nodes: (Tree | undefined)[] = Array.from({ length: leaves }, (_, leaf) => {
    const place = places.get(leaf);
    return place === undefined ? undefined : { kind: 'leaf', place };
  });
  for (const { a: first, b: second, height } of merges) {
    const [a, b] = [nodes[first], nodes[second]];
    nodes.push(a && b ? { kind: 'branch', a, b, height: height / highest } : (a ?? b));
  }
  return nodes.at(-1);
}

/** A line of the drawing: along the side in places, away from it in heights. */
export interface Stroke {
  readonly from: readonly [along: number, height: number];
  readonly to: readonly [along: number, height: number];
}

/** Brackets of a tree: two arms and what joins them. A place's middle is at its half. */
export function strokesOf(tree: Tree): Stroke[] {
  const strokes: Stroke[] = [];
  const draw = (node: Tree): readonly [number, number] => {
    if (node.kind === 'leaf') return [node.place + 0.5, 0];
    const ends = [draw(node.a), draw(node.b)];
    for (const end of ends) strokes.push({ from: end, to: [end[0], node.height] });
    const [a = 0, b = 0] = ends.map(([along]) => along);
    strokes.push({ from: [a, node.height], to: [b, node.height] });
    return [(a + b) / 2, node.height];
  };
  draw(tree);
  return strokes;
}
