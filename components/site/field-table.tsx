import type { FieldRow } from '@/lib/api/schema-fields'

export function FieldTable({ caption, rows }: { caption: string; rows: FieldRow[] }) {
  if (rows.length === 0) return null
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="table text-[13px] leading-[18px]" data-density="dense" data-head="plain">
        <caption className="mb-1 text-left text-panel">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="!bg-ground !pl-0">Field</th>
            <th scope="col" className="!bg-ground">Type</th>
            <th scope="col" className="!bg-ground !pr-0">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, type, required, description }) => (
            <tr key={name}>
              <th scope="row" className="!pl-0 align-top">
                <code className="whitespace-nowrap">{name}</code>
              </th>
              <td className="align-top text-ink-2">
                {type}
                {required ? '' : ', optional'}
              </td>
              <td className="!pr-0 align-top text-ink-2">{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
