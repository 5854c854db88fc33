import { Download } from 'lucide-react';
import { useState } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button } from '../../control/button.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import type { Palette } from '../../theme/palette.ts';
import { type Draw, savePng, saveSvg } from './save-figure.ts';
import styles from './synergy.module.css';

interface ExportMenuProps {
  /** Title of the picture, and name of its file. */
  readonly title: string;
  readonly draw: Draw;
  readonly palette: Palette;
  readonly saveCsv: () => void;
  /** Answers Ctrl+E: one in a view does. */
  readonly hasKey?: boolean;
}

/** Takes along what is shown: as a picture, as vectors, as data. */
export function ExportMenu({ title, draw, palette, saveCsv, hasKey = false }: ExportMenuProps) {
  const [isOpen, setOpen] = useState(false);
  useKeys('charts', hasKey ? { 'chart-export': () => setOpen(true) } : {});
  const save = (format: string) => {
    if (format === 'csv') saveCsv();
    else (format === 'svg' ? saveSvg : savePng)(title, draw, palette);
  };
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button kind="icon" label="Export" {...(hasKey ? { action: 'chart-export' } : {})}>
        <Download size={15} />
      </Button>
      <Popover className={styles.menu ?? ''} placement="bottom end">
        <Menu aria-label="Export" onAction={(format) => save(String(format))}>
          <MenuItem id="png">Picture (PNG)</MenuItem>
          <MenuItem id="svg">Picture (SVG)</MenuItem>
          <MenuItem id="csv">Data (CSV)</MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
