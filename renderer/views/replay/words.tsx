import { CardChip } from '../../card/playing-card.tsx';
import { type SentencePart, textParts } from './step-words.ts';

/** A text in which card codes are cards. */
export function Words({ text }: { readonly text: string }) {
  return <Parts parts={textParts(text)} />;
}

/** Parts of a sentence, one after the other. */
export function Parts({ parts }: { readonly parts: readonly SentencePart[] }) {
  return parts.map((part, index) =>
    part.kind === 'card' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the same card may be named twice
      <CardChip key={index} code={part.code} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence, in its order
      <span key={index}>{part.text}</span>
    ),
  );
}
