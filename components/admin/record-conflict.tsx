import type { RecordField } from '@/components/admin/record-fields'
import { Button } from '@/components/ui/button'
import type { SavedRow } from '@/lib/plant/model/edit-nodes'

interface Props {
  conflict: Extract<SavedRow, { kind: 'conflict' }>
  mine: Record<string, string>
  fields: RecordField[]
  busy: boolean
  onMine: () => void
  onTheirs: () => void
}

const words = (value: unknown) => (Array.isArray(value) ? value.join(',') : value === null || value === undefined || value === '' ? '—' : String(value))

/** Two have edited the same thing: both are shown, and whoever came second decides. */
export function RecordConflict({ conflict, mine, fields, busy, onMine, onTheirs }: Props) {
  const differing = fields.filter(({ name }) => words(conflict.theirs[name]) !== words(mine[name]) && name !== 'breaks')
  return (
    <section role="alert" className="grid gap-2 border border-line-strong bg-raised p-3">
      <p className="font-semibold">{conflict.by} saved this while you edited it. Nothing of yours is lost.</p>
      <ul className="text-small">
        {differing.map(({ name, label }) => (
          <li key={name}>
            {label}: theirs <b>{words(conflict.theirs[name])}</b>, yours <b>{words(mine[name])}</b>
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <Button size="small" busy={busy} busyWord="Saving" onClick={onMine}>
          Save mine over it
        </Button>
        <Button size="small" onClick={onTheirs}>
          Keep theirs
        </Button>
      </div>
    </section>
  )
}
