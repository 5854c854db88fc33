import {
  Activity,
  BookOpen,
  FileText,
  GitCompareArrows,
  Grid3x3,
  HeartPulse,
  Layers,
  LayoutDashboard,
  type LucideIcon,
  Settings,
} from 'lucide-react';
import { useAddress } from '../address/address.ts';
import { Link } from '../address/link.tsx';
import { useLive } from '../contract/live-store.ts';
import { keyOf } from '../keys/key-table.ts';
import { VIEWS } from '../routes.ts';
import { Logo } from './logo.tsx';
import styles from './rail.module.css';

interface Place {
  readonly path: string;
  readonly word: string;
  readonly icon: LucideIcon;
}

const ABOVE: readonly Place[] = [
  { path: '/overview', word: 'Overview', icon: Activity },
  { path: '/games', word: 'Games', icon: Layers },
  { path: '/synergy', word: 'Synergy', icon: Grid3x3 },
  { path: '/cookbook', word: 'Cookbook', icon: BookOpen },
  { path: '/dashboards', word: 'Dashboards', icon: LayoutDashboard },
  { path: '/compare', word: 'Compare', icon: GitCompareArrows },
  { path: '/reports', word: 'Reports', icon: FileText },
];
const BELOW: readonly Place[] = [
  { path: '/health', word: 'Health', icon: HeartPulse },
  { path: '/settings', word: 'Settings', icon: Settings },
];

const there = ({ path }: Place) => VIEWS.some((view) => view.path === path);

/** The way to every view that there is. */
export function Rail() {
  const problems = useLive((view) => view.live?.openProblems ?? 0);
  return (
    <nav className={styles.rail} aria-label="Views">
      <Link to="/overview" className={styles.logo} aria-label="Balatro workbench: overview">
        <Logo />
      </Link>
      {ABOVE.filter(there).map((place) => (
        <RailLink key={place.path} {...place} />
      ))}
      <span className={styles.gap} />
      {BELOW.filter(there).map((place) => (
        <RailLink key={place.path} {...place} badge={place.path === '/health' ? problems : 0} />
      ))}
    </nav>
  );
}

function RailLink({ path, word, icon: Icon, badge = 0 }: Place & { readonly badge?: number }) {
  const here = useAddress().path;
  const current = here === path || here.startsWith(`${path}/`);
  return (
    <Link
      to={path}
      className={styles.link}
      aria-current={current ? 'page' : undefined}
      title={`${word} (${keyOf(`go-${path.slice(1)}`)})`}
    >
      <Icon size={18} strokeWidth={1.7} aria-hidden />
      {word}
      {badge > 0 && (
        <span className={styles.badge}>
          {badge}
          <span className="visually-hidden"> open problems</span>
        </span>
      )}
    </Link>
  );
}
