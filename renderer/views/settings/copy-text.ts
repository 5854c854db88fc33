import { toast } from '../../toast/toast.ts';

/** Puts text on the clipboard, and says so. */
export function copyText(text: string, said: string): void {
  void navigator.clipboard.writeText(text).then(
    () => toast(said),
    () => toast('It could not be copied: the clipboard is closed to this page', 'failure'),
  );
}
