import 'react';

declare module 'react' {
  /** Values that a component hands to its style sheet: `style={{ '--cards': 8 }}`. */
  interface CSSProperties {
    [name: `--${string}`]: string | number;
  }
}
