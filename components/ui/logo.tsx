/** The mark: a stepped channel over a base line. Decoration unless it stands without the wordmark. */
export function LogoMark({ size = 26, label }: { size?: number; label?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" className="flex-none" {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}>
      <path d="M1 6.5H9.5V13H17v6.5h8" fill="none" stroke="var(--accent)" strokeWidth="4" />
      <path d="M1 24.4H25" stroke="var(--ink)" strokeWidth="2" />
    </svg>
  )
}

/** Mark and wordmark; wrap it in a link where it leads home. */
export function Logo({ name = 'Millrace', size = 26, wordSize }: { name?: string; size?: number; wordSize?: number }) {
  return (
    <span className="logo">
      <LogoMark size={size} />
      <span className="logo-word" style={wordSize ? { fontSize: wordSize } : undefined}>
        {name}
      </span>
    </span>
  )
}
