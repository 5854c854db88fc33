import type { Page } from 'playwright';

/** How the Tab key got through a page. */
export interface TabWalk {
  /** Elements that have a place in the order but were never reached. */
  readonly missed: readonly string[];
  /** Elements that had the focus without anything to see of it. */
  readonly unseen: readonly string[];
  /** Buttons, links and fields outside of any widget with keys of its own that Tab passes over. */
  readonly withoutPlace: readonly string[];
  readonly stops: number;
}

declare global {
  interface Window {
    tabWalk?: { done: boolean; walk(): TabWalk };
  }
}

const MOST_STOPS = 400;
const STOPS_AT_A_TIME = 10;

/** What its arrow keys walk: Tab reaches the whole, not each part. */
const WIDGETS = ['grid', 'radiogroup', 'tablist', 'listbox', 'menu', 'slider', 'toolbar', 'combobox', 'group']
  .map((role) => `[role=${role}]`)
  .join();

/**
 * Presses Tab from the start of the page until it comes round, and says what was reached.
 * @param byKeys selector of what else is walked by keys of its own
 */
export async function walkByTab(page: Page, byKeys = '[role=grid]'): Promise<TabWalk> {
  await page.evaluate(startWalk, `${WIDGETS},${byKeys},[aria-hidden=true]`);
  for (let stops = 0; stops < MOST_STOPS; stops += STOPS_AT_A_TIME) {
    for (let index = 0; index < STOPS_AT_A_TIME; index += 1) await page.keyboard.press('Tab');
    if (await page.evaluate(() => window.tabWalk?.done)) break;
  }
  const walk = await page.evaluate(() => window.tabWalk?.walk());
  if (!walk) throw new Error('the page was loaded anew while Tab went through it');
  return walk;
}

/** Runs in the page: watches where the focus goes. */
function startWalk(widgets: string): void {
  const reached = new Set<Element>();
  const unseen = new Set<string>();
  const words = (element: Element) =>
    `<${element.tagName.toLowerCase()} ${element.getAttribute('role') ?? ''} ${element.className}> ${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40)}`;
  const outlined = (element: Element | null) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
  };
  const seen = (element: Element) => {
    const parents = [element.parentElement, element.parentElement?.parentElement ?? null];
    // A field that is drawn by its label, or by what stands beside it, shows the focus there.
    const around = [element, ...parents, element.nextElementSibling, element.previousElementSibling];
    // The focus of a grid is where its keys are: on the row that it names.
    const active = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
    const ringed = (one: Element | null) => one !== null && getComputedStyle(one).boxShadow !== 'none';
    return around.some(outlined) || ringed(element) || ringed(active);
  };
  const state = { done: false, walk };
  document.activeElement instanceof HTMLElement && document.activeElement.blur();
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element) || state.done) return;
    if (reached.has(target)) {
      state.done = true;
      return;
    }
    reached.add(target);
    // A text that is written on shows its caret.
    if (!seen(target) && !(target instanceof HTMLElement && target.isContentEditable)) unseen.add(words(target));
  });
  window.tabWalk = state;

  function walk(): TabWalk {
    const missed: string[] = [];
    const withoutPlace: string[] = [];
    const all = document.querySelectorAll<HTMLElement>(
      'a[href],button,input,select,textarea,[tabindex],[contenteditable=true]',
    );
    for (const element of all) {
      if (element.matches(':disabled') || element.closest('[inert]') || reached.has(element)) continue;
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[data-react-aria-top-layer]'))
        continue;
      // Tab stops once in a group of radios; its arrow keys do the rest.
      const group = element.closest('[role=radiogroup]');
      const ofGroup = group !== null && [...reached].some((stop) => group.contains(stop));
      if (element.tabIndex >= 0 && !ofGroup) missed.push(words(element));
      else if (element.matches('a[href],button,input,select,textarea') && !element.closest(widgets))
        withoutPlace.push(words(element));
    }
    return { missed, unseen: [...unseen], withoutPlace, stops: reached.size };
  }
}
