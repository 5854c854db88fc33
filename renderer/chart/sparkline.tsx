interface SparklineProps {
  readonly values: readonly number[];
  /** A CSS colour, mostly a token: `var(--win)`. */
  readonly colour: string;
  readonly width?: number;
  readonly height?: number;
}

/** The shape of a course without axes, a dot at its end. Decoration beside a figure that says the number. */
export function Sparkline({ values, colour, width = 64, height = 26 }: SparklineProps) {
  if (values.length < 2) return null;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const x = (index: number) => 3 + (index / (values.length - 1)) * (width - 6);
  const y = (value: number) => height - 3 - ((value - low) / span) * (height - 6);
  const path = values
    .map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path d={path} fill="none" stroke={colour} strokeWidth="1.5" strokeLinejoin="round" />
      <circle cx={x(values.length - 1)} cy={y(values.at(-1) ?? 0)} r="2.5" fill={colour} />
    </svg>
  );
}
