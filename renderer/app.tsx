import { QueryClientProvider } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  RouterProvider,
  redirect,
} from '@tanstack/react-router';
import { readSearch, writeSearch } from './address/search.ts';
import { queries } from './contract/queries.ts';
import { Frame } from './frame/frame.tsx';
import { NoSuchView, ViewFailed, ViewLoading } from './frame/view-states.tsx';
import { VIEWS } from './routes.ts';

const root = createRootRoute({ component: Frame, notFoundComponent: NoSuchView, errorComponent: ViewFailed });

const first = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: ({ location }) => {
    throw redirect({ href: `/overview${location.searchStr}`, replace: true });
  },
});

const views = VIEWS.map((view) =>
  createRoute({
    getParentRoute: () => root,
    path: view.path,
    component: lazyRouteComponent(view.load, 'View'),
    pendingComponent: ViewLoading,
    errorComponent: ViewFailed,
    staticData: { title: view.title, bar: view.bar },
  }),
);

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    title?: string;
    bar?: 'scope' | 'plain' | 'own';
  }
}

const router = createRouter({
  routeTree: root.addChildren([first, ...views]),
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  scrollRestoration: false,
});

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
