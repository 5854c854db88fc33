import { FileText, Pencil, RotateCcw, SquareTerminal } from 'lucide-react';
import type { Setting } from '../../../main-ingest/contract/settings.ts';
import { Button } from '../../control/button.tsx';
import styles from './source-badge.module.css';

interface SourceProps {
  readonly setting: Setting;
  /** Path of the configuration file. */
  readonly file: string;
  readonly isChanged: boolean;
  /** Gives up what was typed. */
  readonly undo: () => void;
  /** Takes it out of the file. */
  readonly reset: () => void;
}

/** Where a value comes from, and the way back. */
export function SourceBadge({ setting, file, isChanged, undo, reset }: SourceProps) {
  const { title, source, line, variable } = setting;
  const where = {
    default: undefined,
    file: line === undefined ? file : `${file}, line ${line}`,
    environment: variable,
    option: undefined,
  };
  return (
    <span className={styles.source}>
      <span
        className={styles.badge}
        data-source={isChanged ? 'draft' : source}
        title={isChanged ? undefined : where[source]}
      >
        <Origin setting={setting} isChanged={isChanged} />
      </span>
      {isChanged ? (
        <Button kind="icon" label={`${title}: as it was`} onPress={undo}>
          <RotateCcw size={13} aria-hidden />
        </Button>
      ) : (
        source === 'file' && (
          <Button kind="icon" label={`${title}: back to its default`} onPress={reset}>
            <RotateCcw size={13} aria-hidden />
          </Button>
        )
      )}
    </span>
  );
}

function Origin({ setting: { source, line }, isChanged }: Pick<SourceProps, 'setting' | 'isChanged'>) {
  if (isChanged)
    return (
      <>
        <Pencil size={12} aria-hidden /> not saved
      </>
    );
  switch (source) {
    case 'default':
      return 'default';
    case 'file':
      return (
        <>
          <FileText size={12} aria-hidden /> {line === undefined ? 'file' : `file, line ${line}`}
        </>
      );
    case 'environment':
      return (
        <>
          <SquareTerminal size={12} aria-hidden /> environment
        </>
      );
    case 'option':
      return (
        <>
          <SquareTerminal size={12} aria-hidden /> command line
        </>
      );
  }
}
