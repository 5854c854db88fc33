import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { useAddress } from './address.ts';

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  readonly to: string;
  readonly search?: Readonly<Record<string, string | number | undefined>>;
}

/** A link to a view that keeps the scope. A real one: it can be copied, and opened in a new window. */
export function Link({ to, search, onClick, ...rest }: LinkProps) {
  const { href } = useAddress();
  const router = useRouter();
  const target = href(to, search);
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void router.navigate({ href: target });
  };
  return <a {...rest} href={target} onClick={click} />;
}
