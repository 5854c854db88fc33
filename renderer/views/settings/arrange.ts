import type { Setting, SettingsList, SettingsPage } from '../../../main-ingest/contract/settings.ts';
import { draftOf, type Read, readDraft } from './draft.ts';
import type { Drafts } from './drafts.ts';

export interface Section {
  readonly name: string;
  readonly settings: readonly Setting[];
}

const sectionOf = (name: string): string => name.split('.')[0] ?? '';

/** The settings of a page by section, without those of a store that is not chosen. */
export function sectionsOf(page: SettingsPage, { settings }: SettingsList, drafts: Drafts): Section[] {
  const engineOf = (section: string): string | undefined => {
    const engine = settings.find(({ name }) => name === `${section}.engine`);
    return engine && (drafts.get(engine.name) ?? draftOf(engine));
  };
  return page.sections.map((section) => ({
    name: section,
    settings: settings.filter(
      ({ name, engine }) =>
        sectionOf(name) === section && (engine === undefined || engine === engineOf(section) || drafts.has(name)),
    ),
  }));
}

/** Settings of all pages in which every word is found: in name, title, description or variable. */
export function findSettings({ settings, pages }: SettingsList, typed: string): Section[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = settings.filter(({ name, title, description, variable }) => {
    const text = `${name} ${title} ${description} ${variable}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return pages
    .flatMap((page) => page.sections)
    .map((section) => ({ name: section, settings: found.filter(({ name }) => sectionOf(name) === section) }))
    .filter((section) => section.settings.length > 0);
}

/** A setting that was changed and not saved. */
export interface Changed {
  readonly setting: Setting;
  readonly read: Read;
}

export function changedOf({ settings }: SettingsList, drafts: Drafts): Changed[] {
  return settings.flatMap((setting) => {
    const draft = drafts.get(setting.name);
    return draft === undefined ? [] : [{ setting, read: readDraft(setting, draft) }];
  });
}

/** How many settings of a page are changed and not saved. */
export function changesIn(page: SettingsPage, changed: readonly Changed[]): number {
  return changed.filter(({ setting }) => page.sections.includes(sectionOf(setting.name))).length;
}
