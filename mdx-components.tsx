import type { MDXComponents } from 'mdx/types'
import Link from 'next/link'

/** Elements of an article; the page itself has the only h1. */
export const useMDXComponents = (): MDXComponents => ({
  a: ({ href = '', children }) => (href.startsWith('/') ? <Link href={href}>{children}</Link> : <a href={href} rel="noreferrer">{children}</a>),
})
