/** The workbench's mark: a card with a curve in front of a pale one. */
export function Logo() {
  return (
    <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
      <rect
        x="5"
        y="4"
        width="17"
        height="24"
        rx="3"
        fill="var(--card)"
        stroke="var(--line-strong)"
        transform="rotate(-8 13 16)"
      />
      <rect
        x="10"
        y="5"
        width="18"
        height="24"
        rx="3"
        fill="#1f6fd0"
        stroke="var(--panel)"
        strokeWidth="1.5"
        transform="rotate(6 19 17)"
      />
      <path
        d="M13.5 22l4-5 3 2.5 5-7"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
