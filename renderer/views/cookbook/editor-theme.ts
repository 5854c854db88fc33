import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the window's colours: tokens only, so that dark and light need no second theme. */
export const editorTheme = [
  EditorView.theme({
    '&': { height: '100%', background: 'var(--background)', color: 'var(--text)', fontSize: '12px' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '19px', overflow: 'auto' },
    '.cm-content': { padding: '6px 0', caretColor: 'var(--accent)' },
    '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
    '.cm-gutters': { background: 'var(--background)', color: 'var(--text-3)', border: 'none' },
    '.cm-lineNumbers .cm-gutterElement': { minWidth: '34px', padding: '0 10px 0 8px' },
    '.cm-activeLine': { background: 'color-mix(in srgb, var(--raised) 60%, transparent)' },
    '.cm-activeLineGutter': { background: 'var(--raised)', color: 'var(--text)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      background: 'var(--accent-background)',
    },
    '.cm-matchingBracket': { background: 'var(--accent-background)', outline: '1px solid var(--accent)' },
    '.cm-placeholder': { color: 'var(--text-3)' },
    '.cm-tooltip': {
      border: '1px solid var(--line-strong)',
      borderRadius: '6px',
      background: 'var(--raised)',
      boxShadow: 'var(--shadow)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '220px', minWidth: '300px' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { display: 'flex', alignItems: 'center', padding: '3px 8px' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      background: 'var(--accent-background)',
      color: 'var(--text)',
    },
    '.cm-completionMatchedText': { color: 'var(--accent)', fontWeight: '600', textDecoration: 'none' },
    '.cm-completionDetail': {
      marginLeft: 'auto',
      paddingLeft: '18px',
      color: 'var(--text-3)',
      fontFamily: 'var(--font)',
      fontSize: '11.5px',
      fontStyle: 'normal',
    },
    '.cm-completionIcon-far + .cm-completionLabel': { color: 'var(--text-3)' },
    '.cm-completionIcon': { width: '20px', color: 'var(--text-3)', opacity: '1' },
    '.cm-completionIcon-property::after, .cm-completionIcon-far::after': { content: '"T"' },
    '.cm-completionIcon-variable::after': { content: '":"', color: 'var(--money)' },
    '.cm-tooltip.cm-completionInfo': { padding: '8px 12px', width: '250px', maxWidth: '250px' },
    '.cm-panels': { background: 'var(--raised)', color: 'var(--text)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--series-7)' },
      { tag: [tags.string, tags.special(tags.string)], color: 'var(--win)' },
      { tag: tags.number, color: 'var(--money)' },
      { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--text-3)', fontStyle: 'italic' },
      { tag: [tags.standard(tags.name), tags.function(tags.name)], color: 'var(--chips)' },
      { tag: [tags.typeName, tags.bool, tags.null], color: 'var(--series-3)' },
      { tag: tags.special(tags.name), color: 'var(--money)' },
    ]),
  ),
];
