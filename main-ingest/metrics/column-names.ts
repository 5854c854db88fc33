/**
 * Names of columns, each once, as where a name is a key the second of two would replace the first: `final_score`,
 * `final_score_1`. Case does not tell two apart; it is DuckDB's own way, so that an export to Parquet has the same names.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const key = name.toLowerCase();
    const known = seen.get(key);
    if (known === undefined) {
      seen.set(key, 1);
      return name;
    }
    let number = known;
    while (seen.has(`${key}_${number}`)) number += 1;
    seen.set(key, number + 1);
    seen.set(`${key}_${number}`, 1);
    return `${name}_${number}`;
  });
}
