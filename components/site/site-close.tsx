import Link from 'next/link'

/** The end of a page of the site: one sentence in two lines, one button. */
export const SiteClose = ({ title: [first, second] }: { title: [string, string] }) => (
  <div className="band close">
    <div className="measure">
      <h2>
        {first}
        <br />
        {second}
      </h2>
      <Link className="site-cta" href="/#request">
        Build my plant
      </Link>
    </div>
  </div>
)
