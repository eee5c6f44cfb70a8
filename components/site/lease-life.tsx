const steps = [
  ['Ask', 'One e-mail, confirmed'],
  ['Build', 'You watch each part come up'],
  ['Work', 'OEE, quality, energy, batch records, notebooks. At one hour left we ask whether to keep it.'],
  ['Delete', 'Sessions end. The key is destroyed: what is left cannot be read. Then all goes.'],
  ['Certificate', 'Signed, listing what each system still holds: nothing'],
] as const

/** The lease as a level in a channel: it rises part by part, stands for a day, falls, and nothing is left. */
export function LeaseLife() {
  return (
    <figure className="life">
      <svg viewBox="0 0 1000 72" preserveAspectRatio="none" role="img" aria-label="The lease rises while it is built, stays full for 24 hours, and falls to nothing when it is deleted.">
        <rect width="1000" height="72" fill="var(--sunken)" opacity=".55" />
        <path d="M100 71V58H130V45H160V32H200V6H700V24H750V71Z" fill="var(--state-fill)" />
        <path d="M100 71V58H130V45H160V32H200V6H700" fill="none" stroke="var(--state-edge)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
        <path d="M700 0V24H750V71" fill="none" stroke="var(--state-down)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
        <path d="M750 24H790V40H825V56H860V71" fill="none" stroke="var(--line-strong)" strokeDasharray="3 3" vectorEffect="non-scaling-stroke" />
        <path d="M0 71.5H1000" stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
      </svg>
      <ol>
        {steps.map(([name, text]) => (
          <li key={name}>
            <b>{name}</b>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </figure>
  )
}
