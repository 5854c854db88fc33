interface Amount {
  /** Unit that people write it in. */
  readonly unit: string;
  /** How many of the setting's own unit one of that is. */
  readonly factor: number;
}

const WRITTEN: Readonly<Record<string, Amount>> = {
  bytes: { unit: 'MiB', factor: 1024 * 1024 },
  ms: { unit: 's', factor: 1000 },
};

/** In what a setting of this unit is written: bytes in MiB, milliseconds in seconds, all others as they are. */
export function amountOf(unit: string | undefined): Amount {
  return WRITTEN[unit ?? ''] ?? { unit: unit ?? '', factor: 1 };
}

const plain = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** `4,096 MiB`, `60 s`, `4680`: a number as it is told beside the field. */
export function amountInWords(value: number, unit: string | undefined): string {
  const { unit: written, factor } = amountOf(unit);
  return written === '' ? String(value) : `${plain.format(value / factor)} ${written}`;
}
