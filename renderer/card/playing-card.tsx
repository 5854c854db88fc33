import { useId } from 'react';
import { type Card, cardWords, type Edition, type Enhancement, readCard, type Seal } from './card-code.ts';
import styles from './playing-card.module.css';
import { SuitShape, suitColour } from './suit.tsx';

interface PlayingCardProps {
  /** `H_T+Glass+Foil+RedSeal`; what is no card code is drawn as a card with that word. */
  readonly code: string;
  /** Played cards are lifted and underlined, discarded ones pale. */
  readonly state?: 'played' | 'discarded';
}

/** A playing card, 90 by 126 in its own units; its width is that of the place it is put in. */
export function PlayingCard({ code, state }: PlayingCardProps) {
  const id = useId();
  const card = readCard(code);
  const words = card ? cardWords(card) : code;
  const ground = (card?.enhancement && GROUNDS[card.enhancement]) ?? 'var(--card)';
  return (
    <span className={styles.card} data-state={state}>
      <svg viewBox="0 0 90 126" role="img" aria-label={state ? `${words}, ${state}` : words}>
        <defs>
          <clipPath id={`${id}-edge`}>
            <rect x="1" y="1" width="88" height="124" rx="6" />
          </clipPath>
          {card?.edition && <EditionColours id={`${id}-edition`} edition={card.edition} />}
        </defs>
        <g clipPath={`url(#${id}-edge)`}>
          <rect width="90" height="126" fill={ground} />
          {card ? <Face card={card} /> : <Word text={code} />}
          {card?.edition && (
            <rect
              width="90"
              height="126"
              fill={`url(#${id}-edition)`}
              className={styles.edition}
              data-edition={card.edition}
            />
          )}
          {card?.enhancement && <Band enhancement={card.enhancement} />}
        </g>
        <rect
          x="1"
          y="1"
          width="88"
          height="124"
          rx="6"
          fill="none"
          stroke={card?.enhancement ? BANDS[card.enhancement] : '#b9b4a6'}
          strokeWidth="1.5"
        />
        {card?.seal && <SealMark seal={card.seal} />}
        {card?.edition && <EditionMark edition={card.edition} />}
      </svg>
    </span>
  );
}

/** A card in a line of text: rank and suit, a letter for each thing about it. */
export function CardChip({ code }: { readonly code: string }) {
  const card = readCard(code);
  if (!card) return <span className={styles.chip}>{code}</span>;
  return (
    <span className={styles.chip} style={{ color: suitColour(card.suit) }} title={cardWords(card)}>
      <span className="visually-hidden">{cardWords(card)}</span>
      <span aria-hidden>{card.enhancement === 'Stone' ? 'St' : card.rank}</span>
      {card.enhancement !== 'Stone' && (
        <svg width="10" height="10" viewBox="0 0 24 24" aria-hidden="true">
          <SuitShape suit={card.suit} x={12} y={12} size={24} />
        </svg>
      )}
      {card.enhancement && card.enhancement !== 'Stone' && (
        <small aria-hidden style={{ color: BANDS[card.enhancement] }}>
          {card.enhancement.charAt(0)}
        </small>
      )}
    </span>
  );
}

const GROUNDS: Partial<Record<Enhancement, string>> = {
  Gold: '#f3d98c',
  Glass: '#dfeef2',
  Steel: '#c9d0d5',
  Stone: '#a9a59b',
  Lucky: '#e2efd8',
  Wild: '#efe3f3',
};

const BANDS: Readonly<Record<Enhancement, string>> = {
  Bonus: '#2f7fd6',
  Mult: '#c43a3a',
  Wild: '#8a4fb0',
  Glass: '#4a8aa0',
  Steel: '#5d6870',
  Stone: '#6b665c',
  Gold: '#a87400',
  Lucky: '#2f7d4f',
};

/** The enhancement in words along the lower edge. */
function Band({ enhancement }: { readonly enhancement: Enhancement }) {
  return (
    <>
      <rect y="109" width="90" height="17" fill={BANDS[enhancement]} />
      <text x="45" y="121.5" className={styles.band}>
        {enhancement === 'Bonus' ? 'Bonus +30' : enhancement === 'Mult' ? 'Mult +4' : enhancement}
      </text>
    </>
  );
}

function Face({ card }: { readonly card: Card }) {
  if (card.enhancement === 'Stone') return <Stone />;
  return (
    <>
      <Corner card={card} />
      {!card.enhancement && (
        <g transform="rotate(180 45 63)">
          <Corner card={card} />
        </g>
      )}
      {card.rank === 'A' ? (
        <SuitShape suit={card.suit} x={45} y={60} size={36} />
      ) : ['J', 'Q', 'K'].includes(card.rank) ? (
        <Court card={card} />
      ) : (
        <Pips card={card} />
      )}
    </>
  );
}

function Corner({ card }: { readonly card: Card }) {
  return (
    <>
      <text
        x="11"
        y="19"
        fill={suitColour(card.suit)}
        className={styles.rank}
        textLength={card.rank === '10' ? 16 : undefined}
        lengthAdjust="spacingAndGlyphs"
      >
        {card.rank}
      </text>
      <SuitShape suit={card.suit} x={11} y={29} size={10} />
    </>
  );
}

/** A court card: its letter in a frame with its suit twice. */
function Court({ card }: { readonly card: Card }) {
  const colour = suitColour(card.suit);
  return (
    <>
      <rect x="22" y="22" width="46" height="76" rx="3" fill={colour} opacity="0.1" />
      <rect x="22" y="22" width="46" height="76" rx="3" fill="none" stroke={colour} opacity="0.55" />
      <SuitShape suit={card.suit} x={31} y={32} size={11} />
      <text x="45" y="71" fill={colour} className={styles.court}>
        {card.rank}
      </text>
      <SuitShape suit={card.suit} x={59} y={88} size={11} turned />
    </>
  );
}

const LEFT = 31;
const MIDDLE = 45;
const RIGHT = 59;

/** Places of the pips of a number card; those below the middle are turned. */
const PIPS: Readonly<Record<string, readonly (readonly [x: number, y: number])[]>> = {
  '2': [
    [MIDDLE, 28],
    [MIDDLE, 92],
  ],
  '3': [
    [MIDDLE, 28],
    [MIDDLE, 60],
    [MIDDLE, 92],
  ],
  '4': [
    [LEFT, 28],
    [RIGHT, 28],
    [LEFT, 92],
    [RIGHT, 92],
  ],
  '5': [
    [LEFT, 28],
    [RIGHT, 28],
    [MIDDLE, 60],
    [LEFT, 92],
    [RIGHT, 92],
  ],
  '6': [
    [LEFT, 28],
    [RIGHT, 28],
    [LEFT, 60],
    [RIGHT, 60],
    [LEFT, 92],
    [RIGHT, 92],
  ],
  '7': [
    [LEFT, 28],
    [RIGHT, 28],
    [MIDDLE, 44],
    [LEFT, 60],
    [RIGHT, 60],
    [LEFT, 92],
    [RIGHT, 92],
  ],
  '8': [
    [LEFT, 28],
    [RIGHT, 28],
    [MIDDLE, 44],
    [LEFT, 60],
    [RIGHT, 60],
    [MIDDLE, 76],
    [LEFT, 92],
    [RIGHT, 92],
  ],
  '9': [
    [LEFT, 26],
    [RIGHT, 26],
    [LEFT, 48],
    [RIGHT, 48],
    [MIDDLE, 60],
    [LEFT, 72],
    [RIGHT, 72],
    [LEFT, 94],
    [RIGHT, 94],
  ],
  '10': [
    [LEFT, 26],
    [RIGHT, 26],
    [MIDDLE, 37],
    [LEFT, 48],
    [RIGHT, 48],
    [LEFT, 72],
    [RIGHT, 72],
    [MIDDLE, 83],
    [LEFT, 94],
    [RIGHT, 94],
  ],
};

function Pips({ card }: { readonly card: Card }) {
  return (PIPS[card.rank] ?? []).map(([x, y]) => (
    <SuitShape key={`${x} ${y}`} suit={card.suit} x={x} y={y} size={15} turned={y > 62} />
  ));
}

function Stone() {
  return <path d="M24 78l6-30 18-12 16 10 6 26-12 18H34Z" fill="#8b867b" stroke="#6b665c" strokeWidth="1.5" />;
}

function Word({ text }: { readonly text: string }) {
  return (
    <text
      x="45"
      y="66"
      className={styles.word}
      textLength={text.length > 10 ? 78 : undefined}
      lengthAdjust="spacingAndGlyphs"
    >
      {text.slice(0, 18)}
    </text>
  );
}

const SEALS: Readonly<Record<Seal, readonly [letter: string, colour: string]>> = {
  GoldSeal: ['G', '#a87400'],
  RedSeal: ['R', '#b3262e'],
  BlueSeal: ['B', '#2460ad'],
  PurpleSeal: ['P', '#7d3fa3'],
};

function SealMark({ seal }: { readonly seal: Seal }) {
  const [letter, colour] = SEALS[seal];
  return (
    <>
      <circle cx="76" cy="15" r="9.5" fill={colour} stroke="#fff" strokeWidth="1.5" />
      <text x="76" y="19" className={styles.mark}>
        {letter}
      </text>
    </>
  );
}

const EDITIONS: Readonly<Record<Edition, readonly [word: string, ...colours: string[]]>> = {
  Foil: ['Foil', '#7fb4ff', '#e8f2ff', '#6d9be0'],
  Holographic: ['Holo', '#ff8aa8', '#ffe39a', '#9ad0ff'],
  Polychrome: ['Poly', '#ff7a7a', '#ffe066', '#66d19e', '#6aa8ff', '#c58aff'],
  Negative: ['Neg', '#3a3357', '#191428'],
};

function EditionColours({ id, edition }: { readonly id: string; readonly edition: Edition }) {
  const [, ...colours] = EDITIONS[edition];
  return (
    <linearGradient id={id} x1="0" y1="0" x2="1" y2="1">
      {colours.map((colour, index) => (
        <stop key={colour} offset={index / (colours.length - 1)} stopColor={colour} />
      ))}
    </linearGradient>
  );
}

function EditionMark({ edition }: { readonly edition: Edition }) {
  return (
    <>
      <rect x="30" y="4" width="30" height="13" rx="6.5" fill="#10161a" opacity="0.82" />
      <text x="45" y="13.8" className={styles.mark}>
        {EDITIONS[edition][0]}
      </text>
    </>
  );
}
