import { BookOpen } from 'lucide-react';
import type { Recipe } from '../../../main-ingest/contract/cookbook.ts';
import { Link } from '../../address/link.tsx';
import styles from './sheet.module.css';
import type { Subject } from './tab.ts';

interface NotesProps {
  readonly subject: Subject;
  readonly recipes: readonly Recipe[];
  readonly saveNotes: (notes: string) => void;
}

/** Columns, how to read them, what to look at next; of an own analysis the person's notes. */
export function Notes({ subject, recipes, saveNotes }: NotesProps) {
  const { recipe, analysis, columns } = subject;
  const next = (recipe?.next ?? []).flatMap((name) => recipes.find((other) => other.name === name) ?? []);
  return (
    <aside className={styles.notes} aria-label="Notes">
      {analysis && (
        <label className={styles.own}>
          <h3>Notes</h3>
          <textarea
            key={analysis.name}
            defaultValue={analysis.notes}
            placeholder="What it shows, what to look out for"
            onBlur={(event) => {
              if (event.target.value !== analysis.notes) saveNotes(event.target.value);
            }}
          />
        </label>
      )}
      {columns.length > 0 && (
        <>
          <h3>Columns</h3>
          <dl>
            {columns.map(({ name, label, unit, help }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{help ?? (unit === 'text' || unit === 'number' ? label.toLowerCase() : unit)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {recipe && (
        <>
          <h3>Read it so</h3>
          <p>{recipe.readItSo}</p>
        </>
      )}
      {next.length > 0 && (
        <>
          <h3>Look at next</h3>
          <ul>
            {next.map(({ name, title, question }) => (
              <li key={name}>
                <Link to={`/cookbook/${name}`} title={question}>
                  <BookOpen size={12} aria-hidden /> {title}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {!recipe && !analysis && (
        <>
          <h3>Free SQL</h3>
          <p>
            One statement that reads. <code>:name</code> is a parameter and gets a field above; a line that ends in{' '}
            <code>-- if :name</code> is left out while it is not set.{' '}
            <code>:from :to :strategy :model :deck :stake :outcome</code> are the scope’s.
          </p>
        </>
      )}
    </aside>
  );
}
