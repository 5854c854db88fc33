import type { Suit } from './card-code.ts';

/** The shapes of the suits in a square of 24. */
const SHAPES: Readonly<Record<Suit, string>> = {
  S: 'M12 2C10 6 3 9.5 3 14.2a4.3 4.3 0 0 0 7.6 2.8C10.4 19.4 9.6 21 8 22h8c-1.6-1-2.4-2.6-2.6-5A4.3 4.3 0 0 0 21 14.2C21 9.5 14 6 12 2Z',
  H: 'M12 21.5C9.5 18 2.5 13.6 2.5 8.2A4.9 4.9 0 0 1 12 6.3a4.9 4.9 0 0 1 9.5 1.9c0 5.4-7 9.8-9.5 13.3Z',
  D: 'M12 1.8C14 6 17.2 9.6 20.4 12c-3.2 2.4-6.4 6-8.4 10.2C10 18 6.8 14.4 3.6 12 6.8 9.6 10 6 12 1.8Z',
  C: 'M12 2a4.7 4.7 0 0 0-4 7.2 4.7 4.7 0 1 0 2.7 7.6C10.5 19.2 9.7 21 8 22h8c-1.7-1-2.5-2.8-2.7-5.2A4.7 4.7 0 1 0 16 9.2 4.7 4.7 0 0 0 12 2Z',
};

const COLOURS: Readonly<Record<Suit, string>> = {
  S: 'var(--spade)',
  H: 'var(--heart)',
  D: 'var(--diamond)',
  C: 'var(--club)',
};

export function suitColour(suit: Suit): string {
  return COLOURS[suit];
}

interface SuitShapeProps {
  readonly suit: Suit;
  /** Centre and size in the units of the drawing around it. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly turned?: boolean;
}

/** A suit inside an SVG. */
export function SuitShape({ suit, x, y, size, turned }: SuitShapeProps) {
  const scale = size / 24;
  const turn = turned ? ' rotate(180)' : '';
  return (
    <path
      d={SHAPES[suit]}
      fill={COLOURS[suit]}
      transform={`translate(${x} ${y})${turn} scale(${scale}) translate(-12 -12)`}
    />
  );
}
