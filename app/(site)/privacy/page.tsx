import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/privacy')

export default function PrivacyPage() {
  return (
    <main id="content" className="measure prose">
      <h1>Privacy</h1>
      <h2>What we count when you look around</h2>
      <p>
        Which pages are looked at, and from which link somebody came. Nothing is kept in your browser for that and your address is not stored: visitors are told apart by a hash whose key is thrown away every night. When you ask for a plant, what you looked at that day is kept with your request. A browser that sends Global Privacy Control or Do Not Track is not counted at all.
      </p>
      <h2>What we keep when you ask for a demo</h2>
      <p>Your e-mail address, which plant you chose, your time zone, and, if you tell us, your name, company and role. Nothing is made before you confirm the address. We write about anything else than your plant only if you say so, and every such mail has a link that stops them.</p>
      <h2>What happens in the plant</h2>
      <p>Everything in a demo plant is fictional and generated. What you add to it is encrypted under a key of its own or held apart by row-level security, and it is deleted at the deadline, or after the days for which you chose to have it stand still. You get a signed certificate that lists what each system still holds: nothing.</p>
      <h2>What stays</h2>
      <p>That your address asked for a demo, which steps you took in it, and the certificate. You can ask us to erase the first two at any time; the certificate carries the name of the lease and no address.</p>
      <h2>Cookies</h2>
      <p>One that holds your session, one that lets your browser watch your plant being built, and one for the theme you chose. None of them follows you anywhere; there are no others.</p>
    </main>
  )
}
