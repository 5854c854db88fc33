import { desktop } from '../contract/desktop.ts';
import { toast } from '../toast/toast.ts';

/** Puts the address of what is shown on the clipboard; in the desktop one that opens it in the desktop. */
export function copyLink(): void {
  const { href, pathname, search } = window.location;
  void navigator.clipboard.writeText(desktop ? `balatro-workbench://${pathname}${search}` : href).then(
    () => toast('Link copied'),
    () => toast('The link could not be copied: the clipboard is closed to this page', 'failure'),
  );
}
