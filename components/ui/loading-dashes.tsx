/** A value on its way: a short grey dash that appears after 300 ms. Never shimmers. */
export const LoadingDash = () => <span className="dash" aria-hidden />

/** Table rows on their way, under column heads that already stand. Goes inside `tbody`. */
export function LoadingRows({ columns, rows = 3, label }: { columns: number; rows?: number; label: string }) {
  return Array.from({ length: rows }, (_, row) => (
    <tr key={row}>
      {Array.from({ length: columns }, (_, column) => (
        <td key={column}>
          <LoadingDash />
          {row === 0 && column === 0 && <span className="sr-only">{label}</span>}
        </td>
      ))}
    </tr>
  ))
}
