import type { Step } from '../../../main-ingest/contract/replay.ts';
import { readCard } from '../../card/card-code.ts';
import { CardChip } from '../../card/playing-card.tsx';
import { money } from '../../format/number.ts';
import styles from './board.module.css';
import { numberIn, textIn } from './step-data.ts';

/** The offers of the shop; a bought one stays as a dashed place. */
export function Shop({ step }: { readonly step: Step }) {
  const { shopItems, rerollCost } = step.state;
  const left = shopItems.filter(({ bought }) => !bought).length;
  const chosen = chosenName(step);
  const bought = step.eventType === 'ItemPurchased' ? numberIn(step.data, 'slot') : undefined;
  return (
    <section className={styles.row} aria-label="Shop">
      <h3 className={styles.label}>
        <span>
          Shop{' '}
          <b>
            {left} of {shopItems.length} left
          </b>
        </span>
        {rerollCost !== null && <span>{rerollCost === 0 ? 'Reroll free' : `Reroll ${money(rerollCost)}`}</span>}
      </h3>
      <ul
        className={styles.shop}
        style={{ gridTemplateColumns: `repeat(${Math.max(6, shopItems.length)}, minmax(0, 1fr))` }}
      >
        {shopItems.map((item) =>
          item.bought ? (
            <li key={item.slot} data-bought data-chosen={item.slot === bought || undefined}>
              <span>
                {item.name}
                <br />
                bought, {money(item.cost)}
              </span>
            </li>
          ) : (
            <li key={item.slot} data-chosen={chosen === item.name || undefined}>
              <small>{item.type.replace('-', ' ')}</small>
              <strong>{readCard(item.name) ? <CardChip code={item.name} /> : item.name}</strong>
              <b>{money(item.cost)}</b>
            </li>
          ),
        )}
      </ul>
    </section>
  );
}

/** The offer that a decision at this step chose. */
function chosenName({ eventType, data }: Step): string | undefined {
  if (eventType !== 'DecisionMade') return undefined;
  return /^(?:buy|open-booster) (.+)$/.exec(textIn(data, 'optionSelected') ?? '')?.[1];
}
