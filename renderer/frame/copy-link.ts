import { toast } from '../toast/toast.ts';

/** Puts the address of what is shown on the clipboard. */
export function copyLink(): void {
  void navigator.clipboard.writeText(window.location.href).then(
    () => toast('Link copied'),
    () => toast('The link could not be copied: the clipboard is closed to this page', 'failure'),
  );
}
