/** A hash in groups of four, so that two people can compare it aloud; copied, it has no spaces. */
export function GroupedHash({ hash }: { hash: string }) {
  const groups = hash.match(/.{1,4}/g) ?? []
  return (
    <code className="text-mono flex flex-wrap gap-x-[0.6em] break-all" aria-label={hash}>
      {groups.map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </code>
  )
}
