import Link from 'next/link'

export default function NotFound() {
  return (
    <main id="content" className="mx-auto max-w-[560px] px-4 py-24">
      <h1 className="text-page">There is nothing at this address that you can open</h1>
      <p className="mt-3 text-ink-2">
        It may never have existed, it may have been deleted, or it may need a sign-in. <Link href="/">Go to the start</Link> or <Link href="/sign-in">sign in</Link>.
      </p>
    </main>
  )
}
